import { z } from 'zod'

// The bodies of wire.ts as they are accepted. A text is measured by the server, with an answer of its own.
const as = z.string().min(1).max(64)
const id = z.string().regex(/^[\w-]{1,64}$/)
const language = z.enum(['en', 'zh'])
const envelopeNo = z.string().min(1).max(64)
const LONGEST_SKIP = 7 * 24 * 3_600_000

export const sayBody = z.object({ id, as, language, text: z.string() })
export const grabBody = z.object({ id, as, language, envelopeNo })
export const detailsBody = z.object({ as, language, envelopeNo })
export const skipBody = z.object({ millis: z.number().int().min(0).max(LONGEST_SKIP) })
