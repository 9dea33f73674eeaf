import { badRequest } from './api-error.js'

/**
 * Parameters of a call. Like Telegram, accepts them from the query, from forms and from JSON, including numbers as text
 * and objects as JSON strings.
 */
export class Params {
  constructor(readonly raw: Record<string, unknown>) {}

  has(name: string): boolean {
    return this.raw[name] !== undefined && this.raw[name] !== null
  }

  /** '' when missing. */
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

  /** Returns an object or an array; undefined when missing. `what` is its name in the error. */
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
