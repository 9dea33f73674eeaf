/**
 * A language as it is written in one kind of place. `zh` names commands in Chinese; `zh-latin` is the same Chinese for
 * places that only recognise Latin command names. Each adapter chooses with its own `languageOf`.
 */
export type Language = 'en' | 'zh' | 'zh-latin'

export const LANGUAGES: readonly Language[] = ['en', 'zh', 'zh-latin']
