import type { BotProcess } from './bot-process.js'

/** How many shares the others tap for. */
export const SHARES = 200

/** What a tap was answered, and after how many milliseconds. */
export interface Tapped {
  readonly text: string
  readonly millis: number
}

/** A chat in which one member floods while others tap the button of a card. */
export interface FloodedBot {
  readonly process: BotProcess
  /** The flooder asks for the wallet; resolves when the platform has it, or with the answer when there is always one. */
  ask(): Promise<void>
  /** Another member taps, each time a different one. */
  tap(index: number): Promise<Tapped>
  /** Resolves when the program has taken all that came. How often by then the flooder was told the balance, and off. */
  settled(): Promise<{ readonly admitted: number; readonly refused: number }>
  stop(): Promise<void>
}
