import { badRequest } from './api-error.js'

/**
 * The parameters of a call. Telegram takes them from the query, from forms and from JSON, and does not care whether
 * a number comes as text or an object as JSON in a string; so does this.
 */
export class Params {
  constructor(readonly raw: Record<string, unknown>) {}

  has(name: string): boolean {
    return this.raw[name] !== undefined && this.raw[name] !== null
  }

  /** '' when it is missing. */
  text(name: string): string {
    const value = this.raw[name]
    if (value === undefined || value === null) return ''
    return typeof value === 'object' ? JSON.stringify(value) : String(value)
  }

  integer(name: string): number | undefined {
    const text = this.text(name).trim()
    return /^-?\d+$/.test(text) ? Number(text) : undefined
  }

  flag(name: string): boolean {
    return ['true', '1', 'yes'].includes(this.text(name).toLowerCase())
  }

  /** An object or an array; undefined when it is missing. `what` is how the error calls it. */
  json(name: string, what = name): unknown {
    const value = this.raw[name]
    if (value === undefined || value === null || value === '') return undefined
    if (typeof value === 'object') return value
    try {
      return JSON.parse(String(value))
    } catch {
      throw badRequest(`can't parse ${what} JSON object`)
    }
  }
}
