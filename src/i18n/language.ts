/**
 * A language as it is written in one kind of place. `zh` names commands in Chinese; `zh-latin` is the same Chinese for
 * places that hear only commands in Latin letters, and names no others. Each adapter chooses with its own `languageOf`.
 */
export type Language = 'en' | 'zh' | 'zh-latin'

export const LANGUAGES: readonly Language[] = ['en', 'zh', 'zh-latin']
