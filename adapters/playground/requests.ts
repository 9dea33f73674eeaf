import { z } from 'zod'

// Schemas for the bodies of wire.ts. The server measures texts itself and answers long ones specifically.
const as = z.string().min(1).max(64)
const id = z.string().regex(/^[\w-]{1,64}$/)
const language = z.enum(['en', 'zh'])
const value = z.union([z.string(), z.array(z.string().max(64)).max(50)])
const LONGEST_SKIP = 7 * 24 * 3_600_000

export const sayBody = z.object({ id, as, language, text: z.string() })
export const tapBody = z.object({
  ...{ id, as, language },
  data: z.string().max(64),
  message: z
    .string()
    .regex(/^[\w:-]{1,160}$/)
    .optional(),
})
export const fillBody = z.object({
  ...{ id, as, language },
  form: z.string().max(32),
  values: z.record(z.string().regex(/^\w{1,32}$/), value),
})
export const skipBody = z.object({ millis: z.number().int().min(0).max(LONGEST_SKIP) })
