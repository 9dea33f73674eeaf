import type { GrabOutcome } from '../app/envelopes/grab-share.js'

/** What a waiting tap is told. */
export type Call =
  /** There may be a ticket for it. */
  | { readonly kind: 'next' }
  /** Nothing more will come. */
  | { readonly kind: 'over' }
  /** Undefined when the database must be asked. */
  | { readonly kind: 'answer'; readonly outcome: GrabOutcome | undefined }

/** A tap on its way through Redis. Keeps what it is told while it isn't listening. */
export class Tap {
  private readonly calls: Call[] = []
  private wake: (() => void) | undefined
  private readonly until: number

  /** `patience`: how long it waits in all, in milliseconds. */
  constructor(
    readonly envelopeNo: string,
    patience: number,
  ) {
    this.until = performance.now() + patience
  }

  /** True if it hasn't heard everything yet. */
  get isCalled(): boolean {
    return this.calls.length > 0
  }

  call(call: Call): void {
    this.calls.push(call)
    this.wake?.()
  }

  /** Resolves with what it is told next, or with undefined when its patience is over. */
  async hear(): Promise<Call | undefined> {
    if (!this.isCalled) {
      let timer: NodeJS.Timeout | undefined
      await new Promise<void>((resolve) => {
        this.wake = resolve
        timer = setTimeout(resolve, Math.max(0, this.until - performance.now()))
      })
      clearTimeout(timer)
      this.wake = undefined
    }
    return this.calls.shift()
  }
}
