/** What a torture came to. */
export interface Verdict {
  /** Kills, images or faults. */
  readonly tried: number
  /** Outcomes that were told, over all files. */
  readonly acknowledged: number
  /** A line each: whatever should not have been, but for what was lost. */
  readonly violations: readonly string[]
  /** A line for each outcome that was told and is not in the books. */
  readonly lost: readonly string[]
  /** Whether the same check noticed a core that is wrong on purpose. */
  readonly controlDetected: boolean
  /** What else is worth telling of the run. */
  readonly tally: Readonly<Record<string, number>>
}

/** How far a torture may go. */
export interface Bounds {
  readonly seed: number
  /** No further one is begun after so long. Milliseconds; for ever when not given. */
  readonly millis?: number
  readonly onProgress?: (done: number, total: number) => void
}

/** Whether nothing was lost or wrong, and the check is known to see what it looks for. */
export function isClean({ violations, lost, controlDetected }: Verdict): boolean {
  return violations.length === 0 && lost.length === 0 && controlDetected
}
