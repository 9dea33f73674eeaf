import type { Booster, BoosterRefusal, Premium, PremiumRefusal } from '../../../core/conditions/supporter.js'
import { flag, further } from '../../framework/arguments/arguments.js'
import type { ConditionInChat } from './condition-in-chat.js'
import { supporterWords } from './supporter-words.js'

interface BoosterGiven {
  readonly booster?: boolean
}

export const boosterInChat: ConditionInChat<Booster, Booster, never, BoosterRefusal, BoosterGiven> = {
  arguments: { booster: further(flag({ bare: true, needs: 'boosts' })) },
  words: { en: supporterWords.en.booster.arguments, zh: supporterWords.zh.booster.arguments },
  inForm: [],
  from: ({ booster }) => (booster ? { kind: 'booster' } : undefined),
  raws: () => ({ booster: 'yes' }),
  faults: {},
  onCard: (_, open, language) => (open ? [supporterWords[language].booster.card] : []),
  refused({ why }, language) {
    const { refused, notTold } = supporterWords[language].booster
    return why === 'not_told' ? notTold : refused
  },
}

interface PremiumGiven {
  readonly premium?: boolean
}

export const premiumInChat: ConditionInChat<Premium, Premium, never, PremiumRefusal, PremiumGiven> = {
  arguments: { premium: further(flag({ bare: true, needs: 'premium' })) },
  words: { en: supporterWords.en.premium.arguments, zh: supporterWords.zh.premium.arguments },
  inForm: ['premium'],
  from: ({ premium }) => (premium ? { kind: 'premium' } : undefined),
  raws: () => ({ premium: 'yes' }),
  faults: {},
  onCard: (_, open, language) => (open ? [supporterWords[language].premium.card] : []),
  refused({ why }, language) {
    const { refused, notTold } = supporterWords[language].premium
    return why === 'not_told' ? notTold : refused
  },
}
