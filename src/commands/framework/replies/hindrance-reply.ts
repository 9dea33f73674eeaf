import type { Place } from '../../../core/place.js'
import { list } from '../../../i18n/format.js'
import type { Language } from '../../../i18n/language.js'
import { commonWords } from '../../common-words.js'
import type { Hindrance, Request } from '../request.js'
import { bad, type Said } from './reply.js'

/** Refuses a command whose card cannot be posted. */
export function hindranceReply(hindrance: Hindrance, language: Language): Said {
  const words = commonWords[language]
  const permissions = hindrance.kind === 'bot_lacks' ? hindrance.permissions : []
  const missing = list(
    permissions.map((name) => words.permission[name]),
    language,
  )
  const text = hindrance.kind === 'read_only' ? words.readOnly : words.cannotPost({ missing })
  return bad(text, { outcome: 'cannot_post' })
}

/**
 * Announces where possible; elsewhere tells the asker that others can't see it. Never rejects: what is announced has
 * happened already.
 */
export async function saidAloud(
  reply: Said,
  { hindrance, language }: Pick<Request, 'hindrance' | 'language'>,
  place: Place | undefined,
): Promise<Said> {
  const unknown: Hindrance = { kind: 'read_only' }
  const kept = place && (await Promise.resolve(hindrance?.(place)).catch(() => unknown))
  if (!kept) return place ? { ...reply, place } : reply
  const words = commonWords[language]
  const text = kept.kind === 'read_only' ? words.onlyYouSeeReadOnly : words.onlyYouSee
  const { aloud: _, ...quiet } = reply
  return { ...quiet, blocks: [...reply.blocks, { kind: 'text', text }] }
}
