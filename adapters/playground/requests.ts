import { z } from 'zod'

const as = z.string().min(1).max(64)
/** Chosen by the page, so that a repeated request has no further effect. */
const id = z.string().regex(/^[\w-]{1,64}$/)
const language = z.enum(['en', 'zh'])
const value = z.union([z.string().max(16_000), z.array(z.string().max(64)).max(50).readonly()])
const field = z.string().regex(/^\w{1,32}$/)
const LONGEST_SKIP = 7 * 24 * 3_600_000

/** POST /api/say: a person sends a line, which may be a slash command. The server refuses lines that are too long. */
export const sayBody = z.object({
  ...{ id, as, language, text: z.string() },
  /** The author of a message that it is said about. */
  replyTo: as.optional(),
})
export type Say = z.infer<typeof sayBody>

/** POST /api/tap: taps a button as a person, on a card, a private message or the page itself. */
export const tapBody = z.object({
  ...{ id, as, language },
  data: z.string().max(64),
  /** The private message that has the button. */
  message: z
    .string()
    .regex(/^[\w:-]{1,160}$/)
    .optional(),
})
export type Tap = z.infer<typeof tapBody>
/** What Say, Tap and Fill have in common. */
export type Asked = Omit<Tap, 'data'>

/** POST /api/fill: sends a form as a person. */
export const fillBody = z.object({
  ...{ id, as, language },
  form: z.string().max(32),
  /** By field; people as `user:` with an id. */
  values: z.record(field, value),
  /** Pictures by field, as base64. */
  files: z.record(field, z.string()).optional(),
})
export type Fill = z.infer<typeof fillBody>

/** POST /api/skip: skips time. Answers `{ now }` once everything due by then has ended. */
export const skipBody = z.object({ millis: z.number().int().min(0).max(LONGEST_SKIP) })
export type Skip = z.infer<typeof skipBody>
