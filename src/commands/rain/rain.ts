import { plainName } from '../../core/text.js'
import { amount, optional, role } from '../framework/arguments/arguments.js'
import { defineCommand } from '../framework/define.js'
import { bad, good, privately } from '../framework/replies/reply.js'
import { fill, quote } from '../framework/replies/rich-text.js'
import { peopleWithRole } from './people-with-role.js'
import { words } from './words.js'

export const rain = defineCommand({
  name: 'rain',
  words,
  arguments: { amount: amount(), role: optional(role()) },
  does: 'moves money',
  form: { fields: ['amount'], cost: { amount: 'amount' } },
  async run({ app, request, here, key, args, say, money, answer, inChat }) {
    const { role, amount } = args
    const chat = await inChat()
    const found = role && (await peopleWithRole(role, { app, request, here, say, answer }))
    if (found && 'tone' in found) return found
    const on = role && found ? { on: { role, people: found } } : {}
    return answer(await app.rain({ ...here, key, amount, ...on }), {
      rained({ people, names, currency, ...moved }) {
        const [each, total] = [money(moved.each, currency), money(moved.total, currency)]
        const rest = moved.rest > 0 ? say.rest({ rest: money(moved.rest, currency) }) : ''
        const done = say.done({ people, each, total, balance: money(moved.balance, currency) })
        const more = people > names.length ? [chat.say.more({ count: people - names.length })] : []
        const between = chat.say === words.en.say ? ', ' : '、'
        const aloud = fill(chat.say.aloud, {
          ...{
            giver: quote(plainName(here.by.name)),
            people,
            names: quote([...names, ...more].join(between)),
          },
          ...{ total: chat.money(moved.total, currency), each: chat.money(moved.each, currency) },
        })
        return privately(good(done + rest, { aloud }))
      },
      nobody: () => bad(role ? say.nobodyWithRole({ role: role.name }) : say.nobody),
      too_many: (refusal) => bad(say.tooMany(refusal)),
      too_little: ({ people, needed, currency }) =>
        bad(say.tooLittle({ people, needed: money(needed, currency) })),
    })
  },
})
