import {
  MAX_PASSWORD,
  type Password,
  type PasswordFault,
  type PasswordRefusal,
  type PasswordView,
} from '../../../core/conditions/password.js'
import { flag, further, text } from '../../framework/arguments/arguments.js'
import type { ConditionInChat } from './condition-in-chat.js'
import { passwordWords } from './password-words.js'

interface Given {
  readonly password?: string
  readonly secret?: boolean
}

export const passwordInChat: ConditionInChat<Password, PasswordView, PasswordFault, PasswordRefusal, Given> =
  {
    arguments: {
      password: further(text({ max: MAX_PASSWORD, secret: true })),
      secret: further(flag({ bare: true, behind: 'password' })),
    },
    words: { en: passwordWords.en.arguments, zh: passwordWords.zh.arguments },
    inForm: ['password', 'secret'],
    from: ({ password: word, secret = false }) =>
      word === undefined ? undefined : { kind: 'password', word, secret },
    raws: ({ word, secret }) => ({ password: word, ...(secret && { secret: 'yes' }) }),
    unsafe({ password, secret }, isPublic, language) {
      const { faults } = passwordWords[language]
      if (!secret) return undefined
      if (password === undefined) return faults.noPassword
      return isPublic ? faults.readByAll : undefined
    },
    endShowsAnswer: ({ secret }) => secret,
    faults: { bad_password: ({ max }, language) => passwordWords[language].faults.badPassword({ max }) },
    onCard({ word }, open, language) {
      const { card } = passwordWords[language]
      if (word === undefined) return [card.secret]
      return [open ? card.open({ word }) : card.was({ word })]
    },
    question: {
      ask({ word }, language) {
        const words = passwordWords[language]
        return word === undefined ? words.askSecret : words.ask({ word })
      },
      askReply: ({ word }, language) =>
        word === undefined ? undefined : passwordWords[language].askReply({ word }),
      wrong: (left, language) => passwordWords[language].wrong({ left }),
    },
    refused({ why }, language) {
      const words = passwordWords[language]
      return why === 'in_public' ? words.inPublic : words.noTriesLeft
    },
  }
