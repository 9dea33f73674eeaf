import type { Person } from '../../core/person.js'
import { MAX_NOTE, plainName } from '../../core/text.js'
import { amount, flag, member, optional, role, text } from '../framework/arguments/arguments.js'
import { defineCommand } from '../framework/define.js'
import { bad, good, privately } from '../framework/replies/reply.js'
import { fill, mention, quote } from '../framework/replies/rich-text.js'
import { deductWords } from './deduct-words.js'
import { membersWithRole } from './members-with-role.js'
import { aloudOfMany, replyToMany } from './top-up-many.js'
import { topUpWords } from './topup-words.js'

export const topup = defineCommand({
  name: 'topup',
  words: topUpWords,
  arguments: {
    member: member({ or: 'role' }),
    amount: amount(),
    reason: text({ max: MAX_NOTE, rest: true }),
    role: optional(role()),
    also: optional(member({ optionOnly: true })),
    and: optional(member({ optionOnly: true })),
    quiet: optional(flag({ optionOnly: true })),
  },
  rights: 'treasurer',
  does: 'moves money',
  async run({ app, request, here, key, platformAdmin, args, language, say, money, answer, inChat }) {
    const { member, also, and, role, amount, reason, quiet } = args
    const chat = await inChat()
    const actor = quote(plainName(here.by.name))
    const named = new Map<string, Person>()
    for (const person of [member, also, and]) if (person) named.set(person.user, person)
    const [to] = named.values()
    if (to && named.size === 1 && !role)
      return answer(await app.topUp({ ...here, key, platformAdmin, to, amount, reason }), {
        topped_up({ name, reason, currency, ...moved }) {
          const words = { actor, name: mention({ ...to, name }), reason }
          const aloud = fill(chat.say.aloud, { ...words, amount: chat.money(moved.amount, currency) })
          const [amount, balance] = [money(moved.amount, currency), money(moved.balance, currency)]
          return privately(good(say.done({ name, amount, balance, reason }), quiet ? {} : { aloud }))
        },
        circulation_full: () => bad(say.circulationFull),
        reason_missing: () => bad(say.reasonMissing),
        reason_too_long: (refusal) => bad(say.reasonTooLong(refusal)),
      })
    if (role) {
      const found = await membersWithRole(role, { app, request, here, platformAdmin, say, answer })
      if ('tone' in found) return found
      for (const person of found) if (!named.has(person.user)) named.set(person.user, person)
    }
    const people = [...named.values()]
    const { outcomes } = await app.topUpMany({ ...here, key, platformAdmin, to: people, amount, reason })
    const reply = replyToMany(outcomes, role !== undefined, say, { money, answer, language })
    const aloud = quiet ? undefined : aloudOfMany(outcomes, people, { role, actor, ...chat })
    return privately(aloud ? { ...reply, aloud } : reply)
  },
})

export const deduct = defineCommand({
  name: 'deduct',
  words: deductWords,
  arguments: {
    member: member(),
    amount: amount(),
    reason: text({ max: MAX_NOTE, rest: true }),
    quiet: optional(flag({ optionOnly: true })),
  },
  rights: 'treasurer',
  does: 'moves money',
  async run({ app, here, key, platformAdmin, args, say, money, answer, inChat }) {
    const { member: to, amount, reason, quiet } = args
    const chat = await inChat()
    return answer(await app.deduct({ ...here, key, platformAdmin, to, amount, reason }), {
      deducted({ name, reason, currency, ...moved }) {
        const words = { actor: quote(plainName(here.by.name)), name: mention({ ...to, name }), reason }
        const aloud = fill(chat.say.aloud, { ...words, amount: chat.money(moved.amount, currency) })
        const [amount, balance] = [money(moved.amount, currency), money(moved.balance, currency)]
        return privately(good(say.done({ name, amount, balance, reason }), quiet ? {} : { aloud }))
      },
      member_lacks: ({ name, balance, currency }) =>
        privately(
          bad(say.memberLacks({ name, balance: money(balance, currency) }), { unreached: say.unreached }),
        ),
      reason_missing: () => bad(say.reasonMissing),
      reason_too_long: (refusal) => bad(say.reasonTooLong(refusal)),
    })
  },
})
