import { isVisible, lengthOf, plainText } from '../text.js'
import type { ConditionRules } from './condition.js'

/** In characters (code points). */
export const MAX_PASSWORD = 40
/** Wrong passwords per person and envelope. */
export const PASSWORD_TRIES = 5

/** Opens with a word (口令). A secret one isn't on the card. */
export interface Password {
  readonly kind: 'password'
  readonly word: string
  readonly secret: boolean
}

export interface PasswordView {
  readonly kind: 'password'
  readonly secret: boolean
  /** Absent while it is secret. */
  readonly word?: string
}

export type PasswordFault = { readonly kind: 'bad_password'; readonly max: number }

/** `in_public`: a secret password was written where others read along, so it wasn't even compared. */
export interface PasswordRefusal {
  readonly condition: 'password'
  readonly why: 'no_tries_left' | 'in_public'
}

/**
 * Returns a password as it is compared: compatibility forms, upper case, spaces and invisible characters make no
 * difference.
 */
export function comparable(word: string): string {
  return plainText(word).normalize('NFKC').toLowerCase().normalize('NFKC').replace(/\s/gu, '')
}

export const password: ConditionRules<Password, PasswordView, PasswordFault, PasswordRefusal> = {
  asks: 'words',
  longest: MAX_PASSWORD,
  tries: PASSWORD_TRIES,
  fault({ word }) {
    const plain = plainText(word)
    const fits = isVisible(plain) && comparable(word) !== '' && lengthOf(plain) <= MAX_PASSWORD
    return fits ? undefined : { kind: 'bad_password', max: MAX_PASSWORD }
  },
  fixed: (condition) => ({ ...condition, word: plainText(condition.word) }),
  term: () => 'password',
  sealed: ({ word }) => comparable(word),
  view: ({ kind, word, secret }, ended) => ({ kind, secret, ...((ended || !secret) && { word }) }),
  check({ word, secret }, { given, wrong }) {
    if (wrong >= PASSWORD_TRIES)
      return { kind: 'refused', refusal: { condition: 'password', why: 'no_tries_left' } }
    if (given === undefined || comparable(given.text) === '') return { kind: 'ask' }
    if (secret && given.inPublic)
      return { kind: 'refused', refusal: { condition: 'password', why: 'in_public' } }
    if (comparable(given.text) === comparable(word)) return { kind: 'ok' }
    return { kind: 'wrong', left: PASSWORD_TRIES - wrong - 1 }
  },
}
