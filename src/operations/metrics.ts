import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { App } from '../app/app.js'
import { withTimeout } from '../with-timeout.js'
import type { ScheduledBackups } from './scheduled-backups.js'

/** The engine's own counters; read on scrape, so they cost nothing otherwise. */
export interface EngineCounts {
  readonly queueLength: number
  readonly stats: { readonly commits: number; readonly plans: number; readonly commitMillis: number }
}

export interface MetricsOptions {
  readonly app: Pick<App, 'pendingMessages'>
  readonly engine: EngineCounts
  /** Absent when the program makes no backups. */
  readonly backups?: Pick<ScheduledBackups, 'age' | 'failures'>
  /** Absent when there is only one. */
  readonly databases?: readonly { readonly no: number; answers(): Promise<boolean> }[]
  /** Absent unless several programs share the work. */
  readonly leases?: readonly { readonly name: string; readonly isHeld: boolean }[]
}

/** Prometheus metrics. No label ever identifies a member, a chat or an amount. */
export interface Metrics {
  /** Counts a platform's refusal or failure by its own code, such as 50013, 429 or ECONNRESET. */
  platformError(platform: string, code: string | number): void
  /** Counts a command that was dropped because its platform had already reported a failure to the sender. */
  staleCommand(platform: string): void
  /** Returns a counter for one use case: call it with each outcome's kind. */
  outcomesOf(useCase: string): (kind: string) => void
  /** Records the last reconcile. `at`: UTC milliseconds. */
  booksChecked(ok: boolean, at: number): void
  /** Returns the last reconcile; undefined before the first. */
  lastBooks(): { readonly ok: boolean; readonly at: number } | undefined
  /**
   * Starts measuring the process: memory, CPU, event loop, garbage collection. Call it once, and only when
   * something scrapes: its timer wakes the process.
   */
  watchProcess(): void
  /** Returns all metrics in the Prometheus text format. */
  text(): Promise<string>
  /** Content-Type of the text. */
  readonly contentType: string
}

type UseCase = {
  [Name in keyof App]: App[Name] extends (...args: never[]) => Promise<{ kind: string }> ? Name : never
}[keyof App]

/** Every use case with outcomes, and its label. A missing one doesn't compile. */
const USE_CASES = {
  foundCommunity: 'found_community',
  joinMember: 'join_member',
  topUp: 'top_up',
  topUpMany: 'top_up_many',
  freezeWallet: 'freeze_wallet',
  thawWallet: 'thaw_wallet',
  previewReversal: 'preview_reversal',
  reverseTrade: 'reverse_trade',
  deduct: 'deduct',
  transfer: 'transfer',
  rain: 'rain',
  usersToRainOn: 'users_to_rain_on',
  sendEnvelope: 'send_envelope',
  grabShare: 'grab_share',
  calendar: 'calendar',
  addDay: 'calendar_add',
  removeOwnDay: 'calendar_remove',
  switchFestival: 'festival',
  cover: 'cover',
  setCover: 'cover_set',
  removeCover: 'cover_remove',
  cancelScheduled: 'cancel_scheduled',
  cancelEnvelope: 'cancel_envelope',
  envelopeDetails: 'envelope_details',
  verifyEnvelope: 'verify_envelope',
  wallet: 'wallet',
  statement: 'statement',
  leaderboard: 'leaderboard',
  leaveBoards: 'leave_boards',
  luck: 'luck',
  enterChat: 'enter_chat',
  settings: 'settings',
  changeSettings: 'change_settings',
  changeIncome: 'change_income',
  checkIn: 'check_in',
  claimAllowance: 'claim_allowance',
  startingSum: 'starting_sum',
  appointTreasurer: 'appoint_treasurer',
  audit: 'audit',
  suspects: 'suspects',
  dashboard: 'dashboard',
  blockMember: 'block_member',
  unblockMember: 'unblock_member',
  supply: 'supply',
  yearLetter: 'year_letter',
  senderOf: 'sender_of',
  lastSent: 'last_sent',
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

/** The count of pending cards is left out when it takes longer. Milliseconds. */
const PATIENCE = 1000
/** Distinct codes counted per platform; further ones count as `other`. */
const MAX_CODES = 100

/** Creates metrics with a registry of their own. Measures nothing and queries nothing until a scrape. */
export function createMetrics({ app, engine, backups, databases, leases }: MetricsOptions): Metrics {
  const registry = new Registry()
  const registers = [registry]
  // A click increments a number in a map; prom-client, with its label lookups, runs only on a scrape.
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
  /** Gauge that is omitted while its value is unknown: 0 would be a claim. */
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
    help: 'Stale commands that were dropped: their senders had already been told that they failed.',
    registers,
    labelNames: ['platform'],
    collect() {
      this.reset()
      for (const [platform, count] of stale) this.inc({ platform }, count)
    },
  })
  gauge('luckymoney_queue_length', 'Calls that wait for the engine.', () => engine.queueLength)
  gauge('luckymoney_cards_pending', 'Cards that do not show the latest state yet.', () =>
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
  gauge('luckymoney_backup_age_seconds', 'Age of the newest verified backup.', () => {
    const age = backups?.age()
    return age === undefined ? undefined : age / 1000
  })
  total(
    'luckymoney_backup_failures_total',
    'Backups that failed since the start.',
    () => backups?.failures() ?? 0,
  )

  if (databases)
    new Gauge({
      name: 'luckymoney_database_up',
      help: '1 when the database answers, else 0; by its number in DATABASE_URL.',
      registers,
      labelNames: ['database'],
      async collect() {
        const up = await Promise.all(databases.map((database) => database.answers()))
        for (const [index, { no }] of databases.entries())
          this.set({ database: String(no) }, Number(up[index]))
      },
    })
  if (leases)
    new Gauge({
      name: 'luckymoney_lease_held',
      help: '1 when this program holds the lease, 0 while it waits for it.',
      registers,
      labelNames: ['lease'],
      collect() {
        for (const { name, isHeld } of leases) this.set({ lease: name }, Number(isHeld))
      },
    })

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
    lastBooks: () => checked,
    watchProcess: () => collectDefaultMetrics({ register: registry }),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}

/**
 * Returns the same app with its outcomes counted. Hands out the app's own promises, so counting adds nothing
 * between a commit and its caller.
 */
export function countOutcomes<Counted extends App>(app: Counted, metrics: Metrics): Counted {
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
