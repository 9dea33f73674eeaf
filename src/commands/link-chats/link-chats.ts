import type { ScheduledEnvelopes } from '../../app/envelopes/scheduled.js'
import type { Moved, OpenEnvelopes } from '../../app/linking/link-communities.js'
import { duration, list } from '../../i18n/format.js'
import type { Language } from '../../i18n/language.js'
import { code as codeArgument, flag, optional } from '../framework/arguments/arguments.js'
import { type Context, defineCommand } from '../framework/define.js'
import { bad, good, info, privately, type Said } from '../framework/replies/reply.js'
import { fill, moment, code as verbatim } from '../framework/replies/rich-text.js'
import { scheduleSay } from '../schedule/words.js'
import { linkWords, type Say, unlinkWords } from './words.js'

type Common = Pick<Context<never, Say>, 'say' | 'money'>

/** An amount in fewer wallets would tell the chat what one of their owners has: all of it, or the rest. */
const MIN_WALLETS_OF_AMOUNT = 3

function movedLine({ wallets, amount, currency }: Moved, { say, money }: Common): string {
  if (wallets === 0) return say.nothingMoves
  if (wallets < MIN_WALLETS_OF_AMOUNT) return say.walletsMove({ wallets })
  return say.moves({ wallets, amount: money(amount, currency) })
}

function stillOpen({ count, lastDeadline }: OpenEnvelopes, { say }: Common): Said {
  return bad(fill(say.openEnvelopes, { count, time: moment(lastDeadline) }))
}

function stillScheduled({ count, last }: ScheduledEnvelopes, language: Language): Said {
  return bad(fill(scheduleSay[language].blocksLink, { count, time: moment(last) }))
}

export const link = defineCommand({
  name: 'link',
  words: linkWords,
  arguments: {
    code: optional(codeArgument({ positional: true })),
    sure: optional(flag({ positional: true, unlisted: true })),
  },
  rights: 'admin',
  does: 'moves money',
  oncePerMessage: true,
  async run({ app, here, key, platformAdmin, args, language, say, money, answer, confirmation }) {
    const command = { ...here, platformAdmin }
    const { code, sure } = args
    if (code === undefined)
      return answer(await app.makeLinkCode({ ...command, key }), {
        link_code({ code, name, expiresAt }) {
          const time = duration(expiresAt - app.now(), language)
          return privately(info(fill(say.code, { code: verbatim(code), name, time })))
        },
      })
    const outcome = sure
      ? await app.linkCommunities({ ...command, key, code })
      : await app.previewLink({ ...command, code })
    return answer(outcome, {
      link_preview: (preview) =>
        info(`${say.preview(preview)}\n${movedLine(preview, { say, money })}`, {
          actions: confirmation({ code, sure: true }, 'primary'),
        }),
      communities_linked: (linked) =>
        good(`${say.linked(linked)}\n${movedLine(linked, { say, money })}`, { replaces: true }),
      bad_code: () => bad(say.badCode),
      already_linked: (refusal) => bad(say.alreadyLinked(refusal)),
      open_envelopes: (refusal) => stillOpen(refusal, { say, money }),
      scheduled_envelopes: (refusal) => stillScheduled(refusal, language),
      other_scale: (refusal) => bad(say.otherScale(refusal)),
      circulation_full: (refusal) => bad(say.circulationFull(refusal)),
      other_database: (refusal) => bad(say.otherDatabase(refusal)),
    })
  },
})

export const unlink = defineCommand({
  name: 'unlink',
  words: unlinkWords,
  arguments: { sure: optional(flag({ positional: true, unlisted: true })) },
  rights: 'admin',
  does: 'moves money',
  oncePerMessage: true,
  ignoresMoreWords: true,
  async run({ app, here, key, platformAdmin, args, language, say, money, answer, confirmation }) {
    const command = { ...here, platformAdmin }
    const outcome = args.sure
      ? await app.unlinkCommunities({ ...command, key })
      : await app.previewUnlink(command)
    const textOf = (first: string, parted: Moved & { host: string }) =>
      [first, movedLine(parted, { say, money }), say.staysWithHost(parted)].join('\n')
    return answer(outcome, {
      unlink_preview: (preview) =>
        info(
          textOf(say.unlinkPreview({ host: preview.host, names: list(preview.left, language) }), preview),
          {
            actions: confirmation({ sure: true }, 'danger'),
          },
        ),
      communities_unlinked: (parted) =>
        good(textOf(say.unlinked({ host: parted.host, names: list(parted.left, language) }), parted), {
          replaces: true,
        }),
      not_linked: () => bad(say.notLinked),
      scheduled_envelopes: (refusal) => stillScheduled(refusal, language),
      open_envelopes: (refusal) => stillOpen(refusal, { say, money }),
    })
  },
})
