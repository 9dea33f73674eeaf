import { amount, choice, optional, role } from '../framework/arguments/arguments.js'
import { defineCommand } from '../framework/define.js'
import { bad, good } from '../framework/replies/reply.js'
import { ruleLines } from './rule-lines.js'
import { words } from './words.js'

const arguments_ = {
  way: choice(['checkin', 'starting', 'allowance']),
  amount: amount({ orNone: true }),
  cap: optional(amount()),
  streak: optional(amount({ orNone: true })),
  festival: optional(amount({ orNone: true })),
  role: optional(role()),
}

export const income = defineCommand({
  name: 'settings.income',
  words,
  arguments: arguments_,
  rights: 'admin',
  does: 'changes something',
  form: { fields: ['way', 'amount', 'cap', 'streak', 'festival'] },
  async run({ app, here, key, platformAdmin, args, say, money, answer, language }) {
    const { way, amount, cap, streak, festival, role } = args
    const command = {
      ...{ ...here, key, platformAdmin, way, amount },
      ...(cap !== undefined && { cap }),
      ...(role && { role }),
      // 0 removes the bonus.
      ...(streak !== undefined && { streak: streak ?? 0 }),
      ...(festival !== undefined && { festival: festival ?? 0 }),
    }
    return answer(await app.changeIncome(command), {
      income_changed({ rules, currency }) {
        if (rules.length === 0) return good(say.nothing)
        return {
          tone: 'good',
          blocks: [
            { kind: 'heading', text: say.changed },
            { kind: 'list', lines: ruleLines(rules, currency, language) },
          ],
        }
      },
      nothing_to_change: () => bad(say.nothingToChange),
      cap_missing: () => bad(say.capMissing),
      cap_too_small: ({ min, currency }) => bad(say.capTooSmall({ min: money(min, currency) })),
      role_missing: () => bad(say.roleMissing),
      role_not_asked: () => bad(say.roleNotAsked),
      only_for_check_in: () => bad(say.onlyForCheckIn),
    })
  },
})
