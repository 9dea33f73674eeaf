import type { CoverRef } from '../../../src/app/community/cover.js'
import type { Answer, Event, Fill, Refused, Say, Skip, State, Tap } from '../wire.js'
import { dataUrlOf } from './data-url.js'
import type { Action } from './model.js'

/** Result of a request. `offline` means unknown: retry with the same id. */
export type Reply<Body> =
  | { kind: 'answered'; body: Body }
  | { kind: 'refused'; status: number; error: string }
  | { kind: 'offline' }

export interface Connection {
  say(say: Say): Promise<Reply<Answer>>
  tap(tap: Tap): Promise<Reply<Answer>>
  fill(fill: Fill): Promise<Reply<Answer>>
  skip(skip: Skip): Promise<Reply<{ now: number }>>
  /** Reads a community's own cover once; undefined when it was replaced, or can't be read. */
  coverUrl(cover: CoverRef): Promise<string | undefined>
  /** Reconnects now instead of after the current pause. */
  hurry(): void
  close(): void
}

const FIRST_WAIT = 400
const LONGEST_WAIT = 5_000

/**
 * Keeps the page's model current: reads the whole state once, then follows the server's events, and starts over with
 * growing pauses whenever the stream breaks. A restarted server has a new token, embedded in its front page.
 */
export function connect(dispatch: (action: Action) => void): Connection {
  let token = tokenIn(document)
  let stream: EventSource | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let wait = FIRST_WAIT
  let closed = false
  const covers = new Map<string, Promise<string | undefined>>()

  function follow(): void {
    stream?.close()
    const source = new EventSource(`/api/events?token=${encodeURIComponent(token)}`)
    stream = source
    // The stream opens before the state is read, so that no event falls between the two.
    let early: { id: number; event: Event }[] | undefined = []
    source.onmessage = ({ data, lastEventId }) => {
      const event = JSON.parse(data) as Event
      if (early) early.push({ id: Number(lastEventId), event })
      else dispatch({ type: 'event', event, receivedAt: Date.now() })
    }
    source.onerror = () => lost(source)
    source.onopen = async () => {
      const state = await readState()
      if (source !== stream) return
      if (!state) return lost(source)
      wait = FIRST_WAIT
      const receivedAt = Date.now()
      dispatch({ type: 'state', state, receivedAt })
      for (const { id, event } of early ?? []) {
        if (id > state.event) dispatch({ type: 'event', event, receivedAt })
      }
      early = undefined
    }
  }

  function lost(source: EventSource): void {
    source.close()
    if (closed || source !== stream) return
    stream = undefined
    dispatch({ type: 'link', link: 'offline' })
    timer = setTimeout(reconnect, wait)
    wait = Math.min(wait * 2, LONGEST_WAIT)
  }

  async function reconnect(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    const renewed = await newestToken()
    if (closed || timer || stream) return
    if (renewed === undefined) {
      timer = setTimeout(reconnect, wait)
      wait = Math.min(wait * 2, LONGEST_WAIT)
      return
    }
    token = renewed
    follow()
  }

  async function readState(): Promise<State | undefined> {
    try {
      const response = await fetch('/api/state', { headers: { 'X-Playground-Token': token } })
      return response.ok ? await response.json() : undefined
    } catch {
      return undefined
    }
  }

  async function readCover({ community, digest }: CoverRef): Promise<string | undefined> {
    const url = await fetch(`/api/covers/${community}/${digest}`, {
      headers: { 'X-Playground-Token': token },
    })
      .then((response) => (response.status === 200 ? response.blob() : undefined))
      .then((picture) => picture && dataUrlOf(picture))
      .catch(() => undefined)
    if (url === undefined) covers.delete(digest)
    return url
  }

  async function post<Body>(path: string, body: object, mayRenew = true): Promise<Reply<Body>> {
    try {
      const headers = { 'X-Playground-Token': token, 'Content-Type': 'application/json' }
      const response = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) })
      if (response.status === 403 && mayRenew) {
        const renewed = await newestToken()
        if (renewed !== undefined && renewed !== token) {
          token = renewed
          if (stream) follow()
          return await post(path, body, false)
        }
      }
      if (response.ok) return { kind: 'answered', body: await response.json() }
      const refused: Partial<Refused> = await response.json().catch(() => ({}))
      return {
        kind: 'refused',
        status: response.status,
        error: refused.error ?? `HTTP ${response.status}`,
      }
    } catch {
      return { kind: 'offline' }
    }
  }

  follow()
  return {
    say: (say) => post('/api/say', say),
    tap: (tap) => post('/api/tap', tap),
    fill: (fill) => post('/api/fill', fill),
    skip: (skip) => post('/api/skip', skip),
    coverUrl: (cover) => {
      const known = covers.get(cover.digest) ?? readCover(cover)
      covers.set(cover.digest, known)
      return known
    },
    hurry: () => {
      if (timer) void reconnect()
    },
    close: () => {
      closed = true
      clearTimeout(timer)
      stream?.close()
    },
  }
}

function tokenIn(page: Document): string {
  return page.querySelector<HTMLMetaElement>('meta[name="playground-token"]')?.content ?? ''
}

/** Returns the token of the server that answers now; undefined while none does. */
async function newestToken(): Promise<string | undefined> {
  try {
    const response = await fetch('/', { cache: 'no-store' })
    if (!response.ok) return undefined
    return tokenIn(new DOMParser().parseFromString(await response.text(), 'text/html'))
  } catch {
    return undefined
  }
}
