import type { App } from '../../src/app/app.js'
import {
  CannotAsk,
  type Mention,
  type Raws,
  type Request,
  type SentFile,
  type Traits,
  type Wish,
} from '../../src/commands/framework/request.js'
import { ACTORS, actorMentioned, actorOf, LOBBY, personOf } from './actors.js'
import type { Asked } from './requests.js'
import type { Actor, Fill } from './wire.js'

const TRAITS: Traits = { name: LOBBY.platform, freePrivateReplies: true }
/** The page waits for its answer indefinitely. */
const PATIENCE_MS = Number.POSITIVE_INFINITY

/** Turns a request from the page into a command request. */
export function requestOf(app: App, actor: Actor, { id, language, message }: Asked, wish: Wish): Request {
  const by = personOf(actor)
  return {
    traits: TRAITS,
    wish,
    by,
    place: LOBBY,
    language,
    // Two people may choose the same id.
    id: `${actor.user}:${id}`,
    ...(message !== undefined && { message }),
    askedAt: app.now(),
    patienceMs: PATIENCE_MS,
    administers: async () => actor.admin,
    roles: () => [],
    resolve: async (name) => personCalled(name),
  }
}

function personCalled(name: string): Mention {
  const known = actorMentioned(name)
  if (known) return { kind: 'person', person: personOf(known) }
  return { kind: 'unknown', name, known: ACTORS.map((actor) => actor.name) }
}

/** Decodes the values of a form; people come as `user:` with an id. */
export function rawsOf({ values, files = {} }: Pick<Fill, 'values' | 'files'>): Raws {
  const raws: Record<string, Raws[string]> = {}
  for (const [name, value] of Object.entries(values))
    raws[name] = typeof value === 'string' ? value : value.map(personChosen)
  for (const [name, base64] of Object.entries(files)) raws[name] = [sentFile(base64)]
  return raws
}

/** Returns a file that can be loaded once: the form that it came with is kept for longer. */
function sentFile(base64: string): SentFile {
  let kept: string | undefined = base64
  return {
    kind: 'file',
    load: async (maxBytes) => {
      if (kept === undefined) throw new CannotAsk('the file was loaded before')
      const bytes = Buffer.from(kept, 'base64')
      kept = undefined
      return bytes.length > maxBytes ? 'too_large' : bytes
    },
  }
}

function personChosen(id: string): Mention {
  const actor = id.startsWith('user:') ? actorOf(id.slice('user:'.length)) : undefined
  return actor ? { kind: 'person', person: personOf(actor) } : { kind: 'gone' }
}
