import type { BotProcess } from './bot-process.js'

/** Shares that the others tap for. */
export const SHARES = 200

/** Answer to a tap, and its delay in milliseconds. */
export interface Tapped {
  readonly text: string
  readonly millis: number
}

/** A chat in which one member floods while others tap the button of a card. */
export interface FloodedBot {
  readonly process: BotProcess
  /**
   * Asks for the wallet as the flooder; resolves when the platform has the request, or with the answer where there
   * always is one.
   */
  ask(): Promise<void>
  /** Taps as another member, a different one each time. */
  tap(index: number): Promise<Tapped>
  /**
   * Resolves when the program has handled everything, with how often the flooder got the balance and how often a
   * refusal.
   */
  settled(): Promise<{ readonly admitted: number; readonly refused: number }>
  stop(): Promise<void>
}
