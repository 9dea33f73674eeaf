/** Result of a torture. */
export interface Verdict {
  /** Kills, images or faults. */
  readonly tried: number
  /** Acknowledged outcomes, over all files. */
  readonly acknowledged: number
  /** Everything that went wrong except losses, one line each. */
  readonly violations: readonly string[]
  /** A line for each acknowledged outcome that isn't in the books. */
  readonly lost: readonly string[]
  /** Whether the same check detected a deliberately broken core. */
  readonly controlDetected: boolean
  /** Other figures of the run. */
  readonly tally: Readonly<Record<string, number>>
}

/** Limits of a torture. */
export interface Bounds {
  readonly seed: number
  /** No new one starts after this. Milliseconds; unlimited by default. */
  readonly millis?: number
  readonly onProgress?: (done: number, total: number) => void
}

/** Returns whether nothing was lost or wrong, and the check is known to work. */
export function isClean({ violations, lost, controlDetected }: Verdict): boolean {
  return violations.length === 0 && lost.length === 0 && controlDetected
}
