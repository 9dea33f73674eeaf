import type { LinkCodeOutcome, PersonCodeOutcome } from '../app/linking/link-codes.js'
import type { LinkOutcome, Moved, PreviewLinkOutcome } from '../app/linking/link-communities.js'
import type { LinkPeopleOutcome, PreviewLinkPeopleOutcome, Purse } from '../app/linking/link-people.js'
import type { PreviewUnlinkOutcome, UnlinkOutcome } from '../app/linking/unlink-communities.js'
import type { PreviewUnlinkPersonOutcome, UnlinkPersonOutcome } from '../app/linking/unlink-person.js'
import type { WalletsOutcome } from '../app/wallets/wallets-of.js'
import { PLAIN_FORMAT } from '../chat/text-format.js'
import { catalogue, type Language } from '../i18n/catalogue.js'
import { duration, money } from '../i18n/format.js'
import { platformName } from '../i18n/platform-names.js'
import { bad, good, info, type Reply, refusedAnywhere } from './answers.js'

/** What an admin is told who asks for a code to link another chat. `now` is UTC milliseconds. */
export function answerToLinkCode(
  outcome: LinkCodeOutcome,
  now: number,
  language: Language,
  format = PLAIN_FORMAT,
): Reply {
  const { links, errors } = catalogue(language)
  switch (outcome.kind) {
    case 'link_code': {
      const { code, name, expiresAt } = outcome
      return info(
        links.code({ code: format.verbatim(code), name, time: duration(expiresAt - now, language) }),
      )
    }
    case 'not_admin':
      return bad(errors.notAdmin)
    case 'unknown_chat':
      return refusedAnywhere(outcome, language)
    default:
      return outcome satisfies never
  }
}

/** What an admin is told who wants to link this chat by a code: first what it would do, then what was done. */
export function answerToLink(
  outcome: PreviewLinkOutcome | LinkOutcome,
  language: Language,
  format = PLAIN_FORMAT,
): Reply {
  const { links, errors } = catalogue(language)
  switch (outcome.kind) {
    case 'link_preview':
      return info([links.preview(outcome), movedLine(outcome, language)].join('\n'))
    case 'communities_linked':
      return good([links.linked(outcome), movedLine(outcome, language)].join('\n'))
    case 'not_admin':
      return bad(errors.notAdmin)
    case 'bad_code':
      return bad(links.badCode)
    case 'already_linked':
      return bad(links.alreadyLinked(outcome))
    case 'open_envelopes': {
      const { count, lastDeadline } = outcome
      return bad(links.openEnvelopes({ count, time: format.time(lastDeadline, language) }))
    }
    case 'other_scale':
      return bad(links.otherScale(outcome))
    case 'circulation_full':
      return bad(links.circulationFull(outcome))
    case 'wallet_frozen':
    case 'unknown_chat':
    case 'key_reused':
      return refusedAnywhere(outcome, language)
    default:
      return outcome satisfies never
  }
}

/** What an admin is told who wants to part linked chats: first what it would do, then what was done. */
export function answerToUnlink(
  outcome: PreviewUnlinkOutcome | UnlinkOutcome,
  language: Language,
  format = PLAIN_FORMAT,
): Reply {
  const { links, errors } = catalogue(language)
  switch (outcome.kind) {
    case 'unlink_preview':
    case 'communities_unlinked': {
      const { host, left } = outcome
      const preview = outcome.kind === 'unlink_preview'
      const words = preview ? links.unlinkPreview : links.unlinked
      const lines = [
        words({ host, names: left.join(', ') }),
        movedLine(outcome, language),
        links.staysWithHost({ host }),
      ]
      return (preview ? info : good)(lines.join('\n'))
    }
    case 'not_admin':
      return bad(errors.notAdmin)
    case 'not_linked':
      return bad(links.notLinked)
    case 'open_envelopes': {
      const { count, lastDeadline } = outcome
      return bad(links.openEnvelopes({ count, time: format.time(lastDeadline, language) }))
    }
    case 'wallet_frozen':
    case 'unknown_chat':
    case 'key_reused':
      return refusedAnywhere(outcome, language)
    default:
      return outcome satisfies never
  }
}

function movedLine({ wallets, amount, currency }: Moved, language: Language): string {
  const { links } = catalogue(language)
  if (wallets === 0) return links.nothingMoves
  return links.moves({ wallets, amount: money(amount, currency, language) })
}

/** What somebody is told in private who asks for a code to link another account. `now` is UTC milliseconds. */
export function answerToPersonCode(
  outcome: PersonCodeOutcome,
  now: number,
  language: Language,
  format = PLAIN_FORMAT,
): Reply {
  const { code, expiresAt } = outcome
  return info(
    catalogue(language).links.personCode({
      code: format.verbatim(code),
      time: duration(expiresAt - now, language),
    }),
  )
}

/** What somebody is told who enters another account's code: first whose it is, then what was done. */
export function answerToLinkPeople(
  outcome: PreviewLinkPeopleOutcome | LinkPeopleOutcome,
  language: Language,
): Reply {
  const { links } = catalogue(language)
  switch (outcome.kind) {
    case 'people_preview': {
      const moves = outcome.moves.map((purse) => links.peopleMoves(said(purse, language)))
      return info([links.peoplePreview(account(outcome)), ...moves].join('\n'))
    }
    case 'people_linked': {
      const wallets = outcome.wallets.map((purse) => links.peopleWallet(said(purse, language)))
      return good([links.peopleLinked(account(outcome)), ...wallets].join('\n'))
    }
    case 'bad_code':
      return bad(links.badCode)
    case 'same_identity':
      return bad(links.sameIdentity)
    case 'already_linked':
      return bad(links.alreadyOne)
    case 'wallet_frozen':
    case 'key_reused':
      return refusedAnywhere(outcome, language)
    default:
      return outcome satisfies never
  }
}

/** What somebody is told whose account leaves those it is linked with: first what it means, then what was done. */
export function answerToUnlinkPerson(
  outcome: PreviewUnlinkPersonOutcome | UnlinkPersonOutcome,
  language: Language,
): Reply {
  const { links } = catalogue(language)
  switch (outcome.kind) {
    case 'unlink_person_preview':
    case 'person_unlinked': {
      const names = outcome.others.map((other) => links.account(account(other))).join(', ')
      const stays = outcome.stays.map((purse) => links.moneyStays(said(purse, language)))
      const preview = outcome.kind === 'unlink_person_preview'
      const words = preview ? links.unlinkPersonPreview : links.personUnlinked
      return (preview ? info : good)([words({ names }), ...stays].join('\n'))
    }
    case 'not_linked':
      return bad(links.personNotLinked)
    case 'wallet_frozen':
    case 'key_reused':
      return refusedAnywhere(outcome, language)
    default:
      return outcome satisfies never
  }
}

/** What somebody has in every community, for a private chat. */
export function answerToWallets({ wallets }: WalletsOutcome, language: Language): Reply {
  const { links } = catalogue(language)
  if (wallets.length === 0) return info(links.noWallets)
  const lines = wallets.map(({ name, walletNo, balance, currency }) =>
    links.wallet({ name, walletNo, amount: money(balance, currency, language) }),
  )
  return info([links.wallets, ...lines].join('\n'))
}

function account({ name, platform }: { name: string; platform: string }) {
  return { name, platform: platformName(platform) }
}

function said({ name, amount, currency }: Purse, language: Language): { name: string; amount: string } {
  return { name, amount: money(amount, currency, language) }
}
