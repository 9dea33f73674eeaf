import { createContext } from 'preact'
import { useContext, useEffect, useState } from 'preact/hooks'
import type { FormView } from '../../../src/commands/reply.js'
import type { Actor, Answer, Fill, Language } from '../wire.js'
import type { Model } from './model.js'
import type { SharedWords } from './shared-words.js'
import type { Words } from './words.js'

/** What every part of the page may use. */
export interface Page {
  readonly model: Model
  /** Who the visitor is now. */
  readonly actor: Actor
  readonly language: Language
  /** What only this page says. */
  readonly words: Words
  /** What the bots say too. */
  readonly shared: SharedWords
  /** An amount of minor units with the currency's symbol. */
  money(amount: number): string
  /** The same without the symbol, for columns of numbers. */
  digits(amount: number): string
  /** The server's time now, UTC milliseconds. */
  now(): number
  /** Sends a line as `as`; undefined when it was not taken, so that the text must be kept. */
  say(as: Actor, id: string, text: string): Promise<Answer | undefined>
  /** Taps a button; undefined when nobody knows what became of it, so that the same id may be tried again. */
  tap(id: string, data: string, message?: string): Promise<Answer | undefined>
  /** Sends a form as `as`. */
  fill(as: Actor, form: string, values: Fill['values']): Promise<Answer | undefined>
  /** The same form anew, when the server has forgotten it. */
  reopen(form: FormView): Promise<FormView | undefined>
  skip(millis: number): Promise<void>
  act(user: string): void
  /** Opens the form of the first command that has one. */
  openSendDialog(): void
}

export const PageContext = createContext<Page | undefined>(undefined)

export function usePage(): Page {
  const page = useContext(PageContext)
  if (!page) throw new Error('this part is shown outside of the page')
  return page
}

/** Shows the part again every `millis`, or never again when that is undefined. */
export function useTicking(millis: number | undefined): void {
  const [, tick] = useState(0)
  useEffect(() => {
    if (millis === undefined) return
    const timer = setInterval(() => tick((count) => count + 1), millis)
    return () => clearInterval(timer)
  }, [millis])
}

/** A member of the chat by the name that the books and the cards use. */
export function actorNamed(model: Model, name: string): Actor | undefined {
  return model.actors.find((actor) => actor.name === name)
}
