import type { Purse } from '../../app/linking/link-people.js'
import { duration, list } from '../../i18n/format.js'
import { platformName } from '../../i18n/platform-names.js'
import { code as codeArgument, flag, optional } from '../framework/arguments/arguments.js'
import { defineCommand } from '../framework/define.js'
import { bad, good, info, type Said } from '../framework/replies/reply.js'
import { fill, type Text, code as verbatim } from '../framework/replies/rich-text.js'
import { linkMeWords, unlinkMeWords } from './words.js'

type Account = { readonly name: string; readonly platform: string }
type Money = (amount: number, currency: Purse['currency']) => string

const purseOf = ({ name, amount, currency }: Purse, money: Money) => ({
  name,
  amount: money(amount, currency),
})
const accountOf = ({ name, platform }: Account) => ({ name, platform: platformName(platform) })

function lines(
  make: (text: Text) => Said,
  first: string,
  more: readonly string[],
  actions?: Said['actions'],
) {
  return {
    ...make(first),
    blocks: [{ kind: 'list', lines: [first, ...more] }] as const,
    ...(actions && { actions }),
  }
}

export const linkme = defineCommand({
  name: 'linkme',
  words: linkMeWords,
  arguments: {
    code: optional(codeArgument({ positional: true })),
    sure: optional(flag({ positional: true, unlisted: true })),
  },
  where: 'anywhere',
  to: 'asker',
  does: 'moves money',
  oncePerMessage: true,
  async run({ app, request, key, args, language, say, money, answer, confirmation }) {
    const { by } = request
    const { code, sure } = args
    if (code === undefined) {
      const { code, expiresAt } = await app.makePersonCode({ key, by })
      const time = duration(expiresAt - app.now(), language)
      return info(fill(say.code, { code: verbatim(code), time }), { outcome: 'person_code' })
    }
    const outcome = sure ? await app.linkPeople({ key, by, code }) : await app.previewPersonLink({ by, code })
    return answer(outcome, {
      people_preview: (preview) =>
        lines(
          info,
          say.preview(accountOf(preview)),
          preview.moves.map((purse) => say.moves(purseOf(purse, money))),
          confirmation({ code, sure: true }, 'primary'),
        ),
      people_linked: (linked) => ({
        ...lines(
          good,
          say.linked(accountOf(linked)),
          linked.wallets.map((purse) => say.wallet(purseOf(purse, money))),
        ),
        replaces: true,
      }),
      bad_code: () => bad(say.badCode),
      same_identity: () => bad(say.sameIdentity),
      already_linked: () => bad(say.alreadyOne),
    })
  },
})

export const unlinkme = defineCommand({
  name: 'unlinkme',
  words: unlinkMeWords,
  arguments: { sure: optional(flag({ positional: true, unlisted: true })) },
  where: 'anywhere',
  to: 'asker',
  does: 'moves money',
  oncePerMessage: true,
  ignoresMoreWords: true,
  async run({ app, request, key, args, language, say, money, answer, confirmation }) {
    const { by } = request
    const outcome = args.sure ? await app.unlinkPerson({ key, by }) : await app.previewUnlinkPerson({ by })
    const namesOf = (others: readonly Account[]) =>
      list(
        others.map((other) => say.account(accountOf(other))),
        language,
      )
    const staysOf = (stays: readonly Purse[]) => stays.map((purse) => say.stays(purseOf(purse, money)))
    return answer(outcome, {
      unlink_person_preview: ({ others, stays }) =>
        lines(
          info,
          say.preview({ names: namesOf(others) }),
          staysOf(stays),
          confirmation({ sure: true }, 'danger'),
        ),
      person_unlinked: ({ others, stays }) => ({
        ...lines(good, say.unlinked({ names: namesOf(others) }), staysOf(stays)),
        replaces: true,
      }),
      not_linked: () => bad(say.notLinked),
    })
  },
})
