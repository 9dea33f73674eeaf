import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Answer, State } from '../../adapters/playground/wire.js'
import { cardActions } from '../../src/commands/red-packet/card.js'
import type { Random } from '../../src/core/random.js'
import { readLedgerKey } from '../../src/integrity/ledger-key.js'
import { type RunningProgram, startProgram } from '../support/running-program.js'
import { broken } from './settle.js'

/** People of the playground, and one who may top up. */
const PEOPLE = ['lan', 'alice', 'wei', 'ben', 'ming', 'chloe', 'diego']
const ADMIN = 'mei'
/** With those of the previous round, sent twice, still below a member's rate limit. */
const ASKS_EACH = 4

interface Wish {
  readonly path: 'say' | 'tap'
  readonly body: { readonly id: string; readonly as: string; readonly language: 'en' } & Readonly<
    Record<string, string>
  >
}

/** A person's view of an answer. */
interface Seen {
  readonly wish: Wish
  readonly outcome: string | undefined
  readonly text: string | undefined
}

/**
 * Kills the whole program while people click in the playground, and restarts it on the same files. Every answer that
 * anyone got is repeated, unanswered requests get one, and the books balance. Returns a line for each violation, and
 * the number of answers and kills. Starts no kill after `until`, by performance.now().
 */
export async function killWholeProgram(rounds: number, random: Random, until: number) {
  const folder = mkdtempSync(join(tmpdir(), 'luckymoney-torture-'))
  const violations: string[] = []
  let acknowledged = 0
  let kills = 0
  let seen: Seen[] = []
  let doubt: Wish[] = []
  try {
    for (let round = 0; ; round++) {
      const program = await startProgram(folder)
      const { token, envelopes } = await look(program)
      const again = await Promise.all(seen.map(({ wish }) => ask(program, token, wish)))
      for (const [index, answer] of again.entries()) {
        const first = seen[index] as Seen
        if (isRemembered(first) && (answer?.outcome !== first.outcome || answer?.text !== first.text))
          violations.push(`round ${round}: ${first.text} became ${answer?.text} for ${first.wish.body.id}`)
      }
      for (const wish of doubt) {
        const [one, two] = await Promise.all([ask(program, token, wish), ask(program, token, wish)])
        if (!one || !two || (isRemembered(one) && one.text !== two.text))
          violations.push(`round ${round}: ${one?.text} and ${two?.text} for ${wish.body.id}`)
      }
      // The last round only repeats earlier requests.
      if (round === rounds || performance.now() > until) {
        await program.kill()
        break
      }
      const wishes = [ADMIN, ...PEOPLE].flatMap((as) =>
        Array.from({ length: ASKS_EACH }, (_, index) => wishOf(as, `${round}-${index}`, envelopes, random)),
      )
      const asking = wishes.map((wish) => ask(program, token, wish))
      await pause(random.below(80))
      await program.kill()
      kills++
      const answers = await Promise.all(asking)
      seen = answers.filter((answer) => answer !== undefined)
      doubt = wishes.filter((_, index) => answers[index] === undefined)
      acknowledged += seen.length
    }
    const file = join(folder, 'luckymoney.db')
    violations.push(...(await broken(file, readLedgerKey(join(folder, 'luckymoney.key')), Date.now())))
    return { violations, acknowledged, kills }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function wishOf(as: string, id: string, envelopes: readonly string[], random: Random): Wish {
  const say = (text: string): Wish => ({ path: 'say', body: { id, as, language: 'en', text } })
  const envelopeNo = envelopes[random.below(Math.max(1, envelopes.length))]
  const chance = random.below(10)
  if (as === ADMIN) return say(`/topup @${PEOPLE[random.below(PEOPLE.length)]} 5 prize`)
  if (chance < 3 || envelopeNo === undefined) return say('/redpacket 2 4')
  if (chance < 5) return say(`/transfer @${ADMIN} 1`)
  return { path: 'tap', body: { id, as, language: 'en', data: cardActions(envelopeNo, 'en').grab.data } }
}

/** A refused grab isn't stored: the reason may be gone. */
function isRemembered({ wish, outcome }: Seen): boolean {
  return wish.path === 'say' || outcome === 'grabbed'
}

async function look({ url }: RunningProgram): Promise<{ token: string; envelopes: string[] }> {
  const page = await (await fetch(url)).text()
  const token = /name="playground-token" content="([^"]+)"/.exec(page)?.[1] ?? ''
  const answer = await fetch(`${url}api/state`, { headers: { 'X-Playground-Token': token } })
  const { messages } = (await answer.json()) as State
  const envelopes = messages.flatMap((message) =>
    message.kind === 'card' ? [message.envelope.envelopeNo] : [],
  )
  return { token, envelopes: envelopes.slice(-6) }
}

/** Returns what the person sees; undefined when the program died before it had answered. */
async function ask({ url }: RunningProgram, token: string, wish: Wish): Promise<Seen | undefined> {
  try {
    const answer = await fetch(`${url}api/${wish.path}`, {
      method: 'POST',
      headers: {
        Origin: new URL(url).origin,
        'Content-Type': 'application/json',
        'X-Playground-Token': token,
      },
      body: JSON.stringify(wish.body),
    })
    const { message, outcome } = (await answer.json()) as Answer
    if (answer.status !== 200) return { wish, outcome: `status ${answer.status}`, text: undefined }
    return { wish, outcome, text: message?.kind === 'private' ? message.text : undefined }
  } catch {
    return undefined
  }
}
