import type { App } from '../../src/app/app.js'
import type { Mention, Raws, Request, Traits, Wish } from '../../src/commands/framework/request.js'
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
export function rawsOf(values: Fill['values']): Raws {
  const raws: Record<string, Raws[string]> = {}
  for (const [name, value] of Object.entries(values))
    raws[name] = typeof value === 'string' ? value : value.map(personChosen)
  return raws
}

function personChosen(id: string): Mention {
  const actor = id.startsWith('user:') ? actorOf(id.slice('user:'.length)) : undefined
  return actor ? { kind: 'person', person: personOf(actor) } : { kind: 'gone' }
}
