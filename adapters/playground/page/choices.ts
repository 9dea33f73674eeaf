import type { Language } from '../wire.js'

/** The visitor's last choices, stored in the browser only. */
export type Appearance = 'light' | 'dark'

const KEYS = {
  actor: 'luckymoney.actor',
  language: 'luckymoney.language',
  appearance: 'luckymoney.appearance',
  sound: 'luckymoney.sound',
  lively: 'luckymoney.lively',
  tour: 'luckymoney.tour',
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

/** Off until the visitor switches it on. */
export function chosenSound(): boolean {
  return read(KEYS.sound) === 'on'
}

/** Undefined until the visitor uses the switch. */
export function chosenLively(): boolean | undefined {
  const kept = read(KEYS.lively)
  return kept === undefined ? undefined : kept === 'on'
}

/** Returns true once the visitor has ended the tour. */
export function sawTour(): boolean {
  return read(KEYS.tour) !== undefined
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
