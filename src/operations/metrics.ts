import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { App } from '../app/app.js'
import { withTimeout } from '../with-timeout.js'

/** What the engine counts of itself; read when somebody asks, so that it costs nothing otherwise. */
export interface EngineCounts {
  readonly queueLength: number
  readonly stats: { readonly commits: number; readonly plans: number; readonly commitMillis: number }
}

export interface MetricsOptions {
  readonly app: Pick<App, 'pendingMessages'>
  readonly engine: EngineCounts
}

/** What the program counts, for Prometheus. No label ever tells of a member, a chat or an amount. */
export interface Metrics {
  /** Counts a refusal or failure of a platform by the platform's own code, such as 50013, 429 or ECONNRESET. */
  platformError(platform: string, code: string | number): void
  /** Counts a command that was not done because its platform had already told its sender that it failed. */
  staleCommand(platform: string): void
  /** A counter of one use case's outcomes: call what it returns with the outcome's kind. */
  outcomesOf(useCase: string): (kind: string) => void
  /** What the last reconcile found. `at`: UTC milliseconds. */
  booksChecked(ok: boolean, at: number): void
  /**
   * Begins to measure the process as well: memory, CPU, event loop, garbage collection. Call it once, and only
   * when somebody will look: it wakes the process by a timer.
   */
  watchProcess(): void
  /** All of it, in the text format of Prometheus. */
  text(): Promise<string>
  /** The Content-Type of the text. */
  readonly contentType: string
}

type UseCase = {
  [Name in keyof App]: App[Name] extends (...args: never[]) => Promise<{ kind: string }> ? Name : never
}[keyof App]

/** Every use case that has outcomes, and its label. One that is missing here does not compile. */
const USE_CASES = {
  foundCommunity: 'found_community',
  joinMember: 'join_member',
  topUp: 'top_up',
  topUpMany: 'top_up_many',
  deduct: 'deduct',
  transfer: 'transfer',
  sendEnvelope: 'send_envelope',
  grabShare: 'grab_share',
  calendar: 'calendar',
  addDay: 'calendar_add',
  removeOwnDay: 'calendar_remove',
  switchFestival: 'festival',
  cancelScheduled: 'cancel_scheduled',
  cancelEnvelope: 'cancel_envelope',
  envelopeDetails: 'envelope_details',
  verifyEnvelope: 'verify_envelope',
  wallet: 'wallet',
  statement: 'statement',
  leaderboard: 'leaderboard',
  enterChat: 'enter_chat',
  settings: 'settings',
  changeSettings: 'change_settings',
  appointTreasurer: 'appoint_treasurer',
  audit: 'audit',
  senderOf: 'sender_of',
  walletsOf: 'wallets_of',
  migrateChat: 'migrate_chat',
  claimCode: 'claim_code',
  makeLinkCode: 'make_link_code',
  previewLink: 'preview_link',
  linkCommunities: 'link_communities',
  previewUnlink: 'preview_unlink',
  unlinkCommunities: 'unlink_communities',
  makePersonCode: 'make_person_code',
  previewPersonLink: 'preview_person_link',
  linkPeople: 'link_people',
  previewUnlinkPerson: 'preview_unlink_person',
  unlinkPerson: 'unlink_person',
  knownUsers: 'known_users',
} satisfies Record<UseCase, string>

/** A count of cards that takes longer is left out. Milliseconds. */
const PATIENCE = 1000
/** So many codes of one platform are told apart; whatever comes later counts as `other`. */
const MAX_CODES = 100

/** Metrics with a registry of their own. Nothing is measured and no database is asked until somebody looks. */
export function createMetrics({ app, engine }: MetricsOptions): Metrics {
  const registry = new Registry()
  const registers = [registry]
  // A click adds one to a number in a map; prom-client, which looks up labels for that, comes in when asked.
  const outcomes = new Map<string, Map<string, number>>()
  const errors = new Map<string, Map<string, number>>()
  const stale = new Map<string, number>()
  let checked: { ok: boolean; at: number } | undefined

  const total = (name: string, help: string, read: () => number) =>
    new Counter({
      ...{ name, help, registers },
      collect() {
        this.reset()
        this.inc(read())
      },
    })
  /** A gauge that is left out while its value is not known: 0 would be a statement. */
  const gauge = (name: string, help: string, read: () => number | undefined | Promise<number | undefined>) =>
    new Gauge({
      ...{ name, help, registers },
      async collect() {
        const value = await read()
        if (value === undefined) this.remove()
        else this.set(value)
      },
    })
  const table = (name: string, help: string, labels: [string, string], counts: typeof outcomes) =>
    new Counter({
      ...{ name, help, registers, labelNames: labels },
      collect() {
        this.reset()
        for (const [first, row] of counts)
          for (const [second, count] of row) this.inc({ [labels[0]]: first, [labels[1]]: second }, count)
      },
    })

  total('luckymoney_grabs_total', 'Grabs that got a share, repeated answers included.', () => {
    return outcomes.get(USE_CASES.grabShare)?.get('grabbed') ?? 0
  })
  table(
    'luckymoney_outcomes_total',
    'Outcomes of use cases by kind; "failed" is a bug or a store that is closing.',
    ['use_case', 'kind'],
    outcomes,
  )
  table(
    'luckymoney_platform_errors_total',
    "Refusals and failures of chat platforms by the platform's own code.",
    ['platform', 'code'],
    errors,
  )
  new Counter({
    name: 'luckymoney_stale_commands_total',
    help: 'Commands that came too late and were not done: their senders had been told that they failed.',
    registers,
    labelNames: ['platform'],
    collect() {
      this.reset()
      for (const [platform, count] of stale) this.inc({ platform }, count)
    },
  })
  gauge('luckymoney_queue_length', 'Plans that wait for their turn.', () => engine.queueLength)
  gauge('luckymoney_cards_pending', 'Cards in the chats that do not yet show what is true.', () =>
    withTimeout(PATIENCE, app.pendingMessages()),
  )
  total('luckymoney_plans_total', 'Plans that were run and answered.', () => engine.stats.plans)
  total('luckymoney_commits_total', 'Commits; many plans share one.', () => engine.stats.commits)
  total('luckymoney_commit_seconds_total', 'Time spent in commits.', () => engine.stats.commitMillis / 1000)
  gauge('luckymoney_books_ok', '1 when every invariant held at the last reconcile, else 0.', () =>
    checked ? Number(checked.ok) : undefined,
  )
  gauge('luckymoney_books_checked_timestamp_seconds', 'When the last reconcile ended, in Unix time.', () =>
    checked ? checked.at / 1000 : undefined,
  )

  return {
    platformError: (platform, code) => {
      const codes = rowOf(errors, platform)
      const known = /^\w{1,40}$/.test(String(code)) ? String(code) : 'other'
      add(codes, codes.has(known) || codes.size < MAX_CODES ? known : 'other')
    },
    staleCommand: (platform) => add(stale, platform),
    outcomesOf: (useCase) => {
      const kinds = rowOf(outcomes, useCase)
      return (kind) => add(kinds, kind)
    },
    booksChecked: (ok, at) => {
      checked = { ok, at }
    },
    watchProcess: () => collectDefaultMetrics({ register: registry }),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}

/**
 * The same app, whose outcomes are counted. The promises that it gives are the app's own, so that counting puts
 * nothing between a commit and whoever waits for it.
 */
export function countOutcomes(app: App, metrics: Metrics): App {
  const counted = Object.entries(USE_CASES).map(([name, label]) => {
    const call = app[name as UseCase] as (...args: unknown[]) => Promise<{ kind: string }>
    const count = metrics.outcomesOf(label)
    const ended = (outcome: { kind: string }) => count(outcome.kind)
    const failed = () => count('failed')
    const counting = (...args: unknown[]) => {
      const answer = call(...args)
      answer.then(ended, failed)
      return answer
    }
    return [name, counting]
  })
  return {
    ...app,
    ...(Object.fromEntries(counted) as Pick<App, UseCase>),
    reconcile: async () => {
      const report = await app.reconcile()
      metrics.booksChecked(report.ok, app.now())
      return report
    },
  }
}

function rowOf(table: Map<string, Map<string, number>>, name: string): Map<string, number> {
  const row = table.get(name) ?? new Map<string, number>()
  table.set(name, row)
  return row
}

function add(row: Map<string, number>, name: string): void {
  row.set(name, (row.get(name) ?? 0) + 1)
}
