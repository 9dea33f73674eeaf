import type { StatusChanged } from '../../app/wallets/freeze-wallet.js'
import { MAX_NOTE } from '../../core/text.js'
import { member, optional, text } from '../framework/arguments/arguments.js'
import { defineCommand } from '../framework/define.js'
import { bad, good, info, type Said } from '../framework/replies/reply.js'
import { type FreezeSay, freezeWords, thawWords } from './words.js'

export const freeze = defineCommand({
  name: 'freeze',
  words: freezeWords,
  arguments: { member: member(), reason: text({ max: MAX_NOTE, rest: true }) },
  rights: 'admin',
  does: 'changes something',
  async run({ app, here, key, platformAdmin, args, say, answer }) {
    return answer(await app.freezeWallet({ ...here, key, platformAdmin, ...args }), replies(say))
  },
})

export const thaw = defineCommand({
  name: 'thaw',
  words: thawWords,
  arguments: { member: member(), reason: optional(text({ max: MAX_NOTE, rest: true })) },
  rights: 'admin',
  does: 'changes something',
  async run({ app, here, key, platformAdmin, args, say, answer }) {
    const { member, reason = '' } = args
    return answer(await app.thawWallet({ ...here, key, platformAdmin, member, reason }), replies(say))
  },
})

function replies(say: FreezeSay): {
  readonly [Kind in StatusChanged['kind']]: (outcome: Extract<StatusChanged, { kind: Kind }>) => Said
} {
  return {
    frozen: (outcome) => good(say.frozen(outcome)),
    thawed: (outcome) => good(say.thawed(outcome)),
    already_frozen: (outcome) => info(say.alreadyFrozen(outcome)),
    not_frozen: (outcome) => info(say.notFrozen(outcome)),
    reason_missing: () => bad(say.reasonMissing),
    reason_too_long: (outcome) => bad(say.reasonTooLong(outcome)),
  }
}
