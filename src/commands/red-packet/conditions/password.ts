import {
  MAX_PASSWORD,
  type Password,
  type PasswordFault,
  type PasswordRefusal,
  type PasswordView,
} from '../../../core/conditions/password.js'
import type { Language } from '../../../i18n/language.js'
import { flag, further, text } from '../../framework/arguments/arguments.js'
import type { ConditionInChat } from './condition-in-chat.js'
import { passwordWords } from './password-words.js'

export const passwordArguments = {
  password: further(text({ max: MAX_PASSWORD, secret: true })),
  secret: further(flag({ bare: true, behind: 'password' })),
}

interface Given {
  readonly password?: string
  readonly secret?: boolean
}

/** Returns the condition that the arguments ask for. */
export function passwordIn({ password: word, secret = false }: Given): Password[] {
  return word === undefined ? [] : [{ kind: 'password', word, secret }]
}

/** Returns why a secret password can't be taken as it was given; `isPublic`: others have read it. */
export function unsafePassword(
  { password, secret }: Given,
  isPublic: boolean,
  language: Language,
): string | undefined {
  const { faults } = passwordWords[language]
  if (!secret) return undefined
  if (password === undefined) return faults.noPassword
  return isPublic ? faults.readByAll : undefined
}

export function passwordFault({ max }: PasswordFault, language: Language): string {
  return passwordWords[language].faults.badPassword({ max })
}

export const passwordInChat: ConditionInChat<PasswordView, PasswordRefusal> = {
  onCard({ word }, open, language) {
    const { card } = passwordWords[language]
    if (word === undefined) return [card.secret]
    return [open ? card.open({ word }) : card.was({ word })]
  },
  ask({ word }, language) {
    const words = passwordWords[language]
    return word === undefined ? words.askSecret : words.ask({ word })
  },
  askReply: ({ word }, language) =>
    word === undefined ? undefined : passwordWords[language].askReply({ word }),
  wrong: (left, language) => passwordWords[language].wrong({ left }),
  refused({ why }, language) {
    const words = passwordWords[language]
    return why === 'in_public' ? words.inPublic : words.noTriesLeft
  },
}
