import { expect, test } from 'vitest'
import { ACTORS } from '../../adapters/playground/actors.js'
import { type LivelyAct, LivelyGroup } from '../../adapters/playground/page/lively-group.js'
import type { Actor, Message } from '../../adapters/playground/wire.js'
import type { SendEnvelope } from '../../src/app/envelopes/send-envelope.js'
import { openPlayground } from '../support/playground.js'
import { seededRandom } from '../support/seeded-random.js'
import { MINUTE, openWorld, START, type World } from '../support/world.js'

const VISITOR = ACTORS[0] as Actor

/** A group that watches a chat with these red packets, each as it is now. */
async function groupIn(world: World, envelopeNos: readonly string[], seed = 1) {
  const random = seededRandom(seed)
  const group = new LivelyGroup(() => random.below(1_000_000) / 1_000_000)
  const balances = Object.fromEntries(ACTORS.map(({ user }) => [user, 50_000]))
  /** Lets the group look this often; a member who taps gets a share. */
  const look = async (times: number): Promise<LivelyAct[]> => {
    const acts: LivelyAct[] = []
    for (let each = 0; each < times; each++) {
      const messages = await Promise.all(envelopeNos.map((no) => cardOf(world, no)))
      const act = group.next({ actors: ACTORS, messages, balances }, VISITOR, 'en', world.app.now())
      if (!act) continue
      acts.push(act)
      if (act.kind === 'grab') await world.grabs(envelopeNos[0] ?? '', nameOf(act.as))
    }
    return acts
  }
  return look
}

async function cardOf(world: World, envelopeNo: string): Promise<Message> {
  const envelope = await world.details(envelopeNo)
  return { id: envelopeNo, at: envelope.createdAt, kind: 'card', envelope }
}

function nameOf(user: string): string {
  return ACTORS.find((actor) => actor.user === user)?.name ?? ''
}

async function sent(as: string, more: Partial<SendEnvelope> = {}) {
  const world = await openWorld()
  await world.fund(10_000, as)
  const { envelopeNo } = await world.send(as, { total: 900, count: 5, ...more })
  return { world, envelopeNo, look: await groupIn(world, [envelopeNo]) }
}

test('leaves the last share to the visitor, and takes it once the visitor has one', async () => {
  const { world, envelopeNo, look } = await sent('Alice')
  const acts = await look(60)
  expect(new Set(acts.flatMap(({ kind, as }) => (kind === 'grab' ? [as] : []))).size).toBe(4)
  expect(await world.details(envelopeNo)).toMatchObject({ state: 'open', grabbedCount: 4 })
  expect(acts.every(({ as }) => as !== VISITOR.user)).toBe(true)
  const other = await sent('Alice')
  await other.world.grabs(other.envelopeNo, VISITOR.name)
  await other.look(60)
  expect(await other.world.details(other.envelopeNo)).toMatchObject({ state: 'finished' })
})

test('grabs all shares that the visitor sends, and says thanks now and then', async () => {
  const { world, envelopeNo, look } = await sent(VISITOR.name)
  const acts = await look(60)
  expect(await world.details(envelopeNo)).toMatchObject({ state: 'finished' })
  expect(acts.filter(({ kind }) => kind === 'say').length).toBeGreaterThan(0)
})

test('touches no red packet that asks something or gives tries', async () => {
  const asking = await sent('Alice', { conditions: [{ kind: 'wish_wall' }] })
  expect(await asking.look(30)).toEqual([])
  const shaken = await sent('Alice', { way: 'shake' })
  expect(await shaken.look(30)).toEqual([])
})

test('sends a red packet only after a long silence, and five at most', async () => {
  const { world, envelopeNo, look } = await sent(VISITOR.name, { total: 900, count: 1 })
  await world.grabs(envelopeNo, 'Ben')
  expect(await look(30)).toEqual([])
  world.clock.pass(MINUTE)
  const acts = await look(30)
  expect(acts).toHaveLength(5)
  for (const act of acts)
    expect(act).toMatchObject({ kind: 'say', text: expect.stringMatching(/^\/redpacket/) })
})

test.each(['en', 'zh'] as const)(
  'in an empty chat the members talk, and their commands mean what they should (%s)',
  async (language) => {
    const { playground } = await openPlayground()
    const group = new LivelyGroup(() => 0)
    const acts = [1, 2, 3, 4].map(() =>
      group.next({ actors: ACTORS, messages: [], balances: {} }, VISITOR, language, START),
    )
    const said = acts.flatMap((act) => (act?.kind === 'say' ? [act] : []))
    const [sends, ...talk] = said.reverse()
    for (const { as, text } of talk.reverse()) await playground.say(as, text)
    await playground.sendPacket(sends?.as ?? '', sends?.text ?? '')
    const seen = await playground.state()
    expect(seen.messages.map(({ kind }) => kind)).toEqual(['text', 'text', 'text', 'card'])
    const act = group.next(seen, VISITOR, language, seen.now)
    if (act?.kind !== 'grab') throw new Error('no one grabs')
    expect(await playground.tap(act.as, act.data)).toMatchObject({ outcome: 'grabbed' })
  },
)
