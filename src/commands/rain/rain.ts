import { plainName } from '../../core/text.js'
import { amount, flag, optional, role } from '../framework/arguments/arguments.js'
import { defineCommand } from '../framework/define.js'
import { bad, good, privately } from '../framework/replies/reply.js'
import { fill, quote } from '../framework/replies/rich-text.js'
import { chosenPeople } from './chosen-people.js'
import { words } from './words.js'

export const rain = defineCommand({
  name: 'rain',
  words,
  arguments: {
    amount: amount(),
    role: optional(role()),
    voice: optional(flag({ bare: true, needs: 'voice' })),
  },
  does: 'moves money',
  form: { fields: ['amount'], cost: { amount: 'amount' } },
  async run({ app, request, here, key, args, say, money, answer, inChat }) {
    const { role, voice, amount } = args
    const chat = await inChat()
    const on = await chosenPeople({ role, voice }, { app, request, here, say, answer })
    if (on && 'tone' in on) return on
    return answer(await app.rain({ ...here, key, amount, ...(on && { on }) }), {
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
      nobody: () =>
        bad(role ? say.nobodyWithRole({ role: role.name }) : voice ? say.nobodyInVoice : say.nobody),
      too_many: (refusal) => bad(say.tooMany(refusal)),
      too_little: ({ people, needed, currency }) =>
        bad(say.tooLittle({ people, needed: money(needed, currency) })),
    })
  },
})
