import { MAX_NOTE } from '../../core/text.js'
import { member, text } from '../framework/arguments/arguments.js'
import { defineCommand } from '../framework/define.js'
import { bad, good, privately } from '../framework/replies/reply.js'
import { fill, quote } from '../framework/replies/rich-text.js'
import { blockWords, unblockWords } from './words.js'

export const block = defineCommand({
  name: 'block',
  words: blockWords,
  arguments: { member: member(), reason: text({ max: MAX_NOTE, rest: true }) },
  rights: 'admin',
  does: 'changes something',
  async run({ app, here, key, platformAdmin, args, say, answer }) {
    return answer(await app.blockMember({ ...here, key, platformAdmin, ...args }), {
      member_blocked: ({ name, reason }) =>
        privately(good(fill(say.done, { name: quote(name), reason: quote(reason) }))),
      reason_missing: () => bad(say.reasonMissing),
      reason_too_long: (refusal) => bad(say.reasonTooLong(refusal)),
    })
  },
})

export const unblock = defineCommand({
  name: 'unblock',
  words: unblockWords,
  arguments: { member: member() },
  rights: 'admin',
  does: 'changes something',
  async run({ app, here, key, platformAdmin, args: { member }, say, answer }) {
    return answer(await app.unblockMember({ ...here, key, platformAdmin, member }), {
      member_unblocked: ({ name }) => privately(good(fill(say.done, { name: quote(name) }))),
      not_blocked: ({ name }) => privately(bad(fill(say.notBlocked, { name: quote(name) }))),
    })
  },
})
