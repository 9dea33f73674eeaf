import type { IncomeRule } from '../../app/income/change-income.js'
import type { Currency } from '../../core/money.js'
import { money } from '../../i18n/format.js'
import type { Language } from '../../i18n/language.js'
import { ruleWords } from './words.js'

/** Returns a community's income rules, one line per way. */
export function ruleLines(rules: readonly IncomeRule[], currency: Currency, language: Language): string[] {
  const words = ruleWords[language]
  const write = (amount: number) => (amount === 0 ? '' : money(amount, currency, language))
  return rules.map((rule) => {
    const [amount, cap] = [write(rule.amount), write(rule.dailyCap)]
    if (rule.way === 'starting') return words.starting({ amount, cap })
    if (rule.way === 'allowance') return words.allowance({ amount, cap, role: rule.roleName })
    return words.checkin({
      ...{ amount, cap, streak: write(rule.streakStep), festival: write(rule.festivalBonus) },
    })
  })
}
