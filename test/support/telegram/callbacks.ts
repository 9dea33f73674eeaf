import { fairNow } from '../fair-time.js'
import { badRequest } from './api-error.js'
import type { FakeTelegram } from './fake-telegram.js'
import type { FakeMessage } from './message.js'
import type { Params } from './params.js'
import { PressResult } from './press-result.js'
import type { FakeUser } from './user.js'

const MAX_ANSWER = 200
const TOO_OLD = 'query is too old and response timeout expired or query ID is invalid'

interface Query {
  readonly result: PressResult
  readonly began: number
  readonly end: () => void
}

/** Presses that wait for their answer. Each is answered once and in time, or never. */
export class Callbacks {
  #lastId = 4_382_000_000_000_000_000n
  readonly #open = new Map<string, Query>()

  constructor(private readonly fake: FakeTelegram) {}

  /** Number of presses that wait for an answer. */
  get open(): number {
    return this.#open.size
  }

  /** Resolves with what the user sees, at the latest after `fake.callbackWindow` ms. */
  press(user: FakeUser, message: FakeMessage, data: string): Promise<PressResult> {
    this.#lastId += 7919n
    const id = this.#lastId.toString()
    const { clock, updates } = this.fake
    return new Promise((resolve) => {
      const result = new PressResult(id)
      const end = () => {
        cancel()
        this.#open.delete(id)
        resolve(result)
        this.fake.changed()
      }
      const cancel = clock.after(this.fake.callbackWindow, end)
      this.#open.set(id, { result, began: fairNow(), end })
      updates.push(
        'callback_query',
        {
          id,
          from: user.api,
          message: message.deleted ? message.inaccessible : message.raw,
          chat_instance: message.chat.instance,
          data,
        },
        this.fake.callbackLives,
      )
      this.fake.changed()
    })
  }

  /** Handles answerCallbackQuery. */
  answer(params: Params): true {
    const text = params.text('text')
    const query = this.#open.get(params.text('callback_query_id'))
    if (!query) throw badRequest(TOO_OLD)
    if (text.length > MAX_ANSWER)
      throw this.fake.refuse(badRequest('MESSAGE_TOO_LONG'), `an answer of ${text.length} characters`)
    const url = params.text('url')
    if (url !== '' && !/^(https?|tg):\/\//.test(url)) throw this.fake.refuse(badRequest('URL_INVALID'))
    const { result, began, end } = query
    result.outcome = 'answered'
    result.text = text
    result.alert = text !== '' && params.flag('show_alert')
    result.url = url === '' ? undefined : url
    result.millis = fairNow() - began
    end()
    return true
  }

  /** Stops waiting. */
  stop(): void {
    for (const { end } of [...this.#open.values()]) end()
  }
}
