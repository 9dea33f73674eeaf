import type { Language } from '../wire.js'

/** The visitor's last choices, stored in the browser only. */
export type Appearance = 'light' | 'dark'

const KEYS = {
  actor: 'luckymoney.actor',
  language: 'luckymoney.language',
  appearance: 'luckymoney.appearance',
}

export function chosenLanguage(): Language {
  const kept = read(KEYS.language)
  if (kept === 'en' || kept === 'zh') return kept
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en'
}

/** Undefined while the page follows the system. */
export function chosenAppearance(): Appearance | undefined {
  const kept = read(KEYS.appearance)
  return kept === 'light' || kept === 'dark' ? kept : undefined
}

export function chosenActor(): string | undefined {
  return read(KEYS.actor)
}

export function keep(what: keyof typeof KEYS, value: string): void {
  try {
    localStorage.setItem(KEYS[what], value)
  } catch {
    // The browser may forbid storage: then the choice lasts until the page closes.
  }
}

function read(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined
  } catch {
    return undefined
  }
}
