import type { GrabOutcome } from '../app/envelopes/grab-share.js'

/** What a waiting tap is told. */
export type Call =
  /** There may be a ticket for it. */
  | { readonly kind: 'next' }
  /** Nothing more will come. */
  | { readonly kind: 'over' }
  /** Undefined when the database must be asked. */
  | { readonly kind: 'answer'; readonly outcome: GrabOutcome | undefined }

/** How long a tap waits, in milliseconds. */
export interface Patience {
  readonly usual: number
  /** While there is reason to. */
  readonly longest: number
}

/** A tap on its way through Redis. Keeps what it is told while it isn't listening. */
export class Tap {
  private readonly calls: Call[] = []
  private wake: (() => void) | undefined
  private readonly since = performance.now()

  constructor(
    readonly envelopeNo: string,
    private readonly patience: Patience,
  ) {}

  /** True if it hasn't heard everything yet. */
  get isCalled(): boolean {
    return this.calls.length > 0
  }

  call(call: Call): void {
    this.calls.push(call)
    this.wake?.()
  }

  /** Resolves with what it is told next, or with undefined when its patience is over. */
  async hear(hasReason: () => Promise<boolean>): Promise<Call | undefined> {
    const { usual, longest } = this.patience
    for (let until = usual; ; until += usual) {
      await this.called(this.since + Math.min(until, longest) - performance.now())
      if (this.isCalled || until >= longest || !(await hasReason())) return this.calls.shift()
    }
  }

  private async called(millis: number): Promise<void> {
    if (this.isCalled || millis <= 0) return
    let timer: NodeJS.Timeout | undefined
    await new Promise<void>((resolve) => {
      this.wake = resolve
      timer = setTimeout(resolve, millis)
    })
    clearTimeout(timer)
    this.wake = undefined
  }
}
