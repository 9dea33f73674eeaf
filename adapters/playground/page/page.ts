import { createContext } from 'preact'
import { useContext, useEffect, useState } from 'preact/hooks'
import type { CoverRef } from '../../../src/app/community/cover.js'
import type { FormView } from '../../../src/commands/framework/replies/reply.js'
import type { Actor, Answer, Fill, Language } from '../wire.js'
import type { Model } from './model.js'
import type { SharedWords } from './shared-words.js'
import type { Words } from './words.js'

/** A share that was grabbed with the answer to a condition. Minor units. */
export interface Won {
  readonly user: string
  readonly envelopeNo: string
  readonly amount: number
}

/** Context shared by all parts of the page. */
export interface Page {
  readonly model: Model
  /** The person that the visitor currently is. */
  readonly actor: Actor
  readonly language: Language
  /** The latest share that came by a form, for its card to show. */
  readonly won: Won | undefined
  /** True if coins ring and phones vibrate. */
  readonly sound: boolean
  /** Texts that only this page uses. */
  readonly words: Words
  /** Texts shared with the bots. */
  readonly shared: SharedWords
  /** An amount of minor units with the currency's symbol. */
  money(amount: number): string
  /** The same without the symbol, for columns of numbers. */
  digits(amount: number): string
  /** The server's current time, UTC milliseconds. */
  now(): number
  /** Sends a line as `as`, perhaps about the message of a user; undefined when it wasn't accepted, so the text must be kept. */
  say(as: Actor, id: string, text: string, replyTo?: string): Promise<Answer | undefined>
  /** Taps a button; undefined when the result is unknown, so the same id may be retried. */
  tap(id: string, data: string, message?: string): Promise<Answer | undefined>
  /** Sends a form as `as`. */
  fill(as: Actor, form: string, given: Pick<Fill, 'values' | 'files'>): Promise<Answer | undefined>
  /** Returns a community's own cover as a data URL; undefined when it was replaced, or can't be read. */
  coverUrl(cover: CoverRef): Promise<string | undefined>
  /** Reopens a form that the server has forgotten. */
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

/** Rerenders the component every `millis`, or never when that is undefined. */
export function useTicking(millis: number | undefined): void {
  const [, tick] = useState(0)
  useEffect(() => {
    if (millis === undefined) return
    const timer = setInterval(() => tick((count) => count + 1), millis)
    return () => clearInterval(timer)
  }, [millis])
}

/** Returns a member of the chat by the name that the books and the cards use. */
export function actorNamed(model: Model, name: string): Actor | undefined {
  return model.actors.find((actor) => actor.name === name)
}
