export type Period = 'week' | 'month' | 'ever'

/** Returns the start (UTC milliseconds) of the period that contains `now`; weeks begin on Monday. */
export function periodStart(period: Period, now: number): number {
  const date = new Date(now)
  switch (period) {
    case 'ever':
      return 0
    case 'month':
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1)
    case 'week': {
      const daysSinceMonday = (date.getUTCDay() + 6) % 7
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate() - daysSinceMonday)
    }
  }
}
