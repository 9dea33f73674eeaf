import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { App } from '../app/app.js'
import type { Log } from '../log.js'
import { withTimeout } from '../with-timeout.js'
import type { EngineCounts, Metrics } from './metrics.js'
import type { Answer, Health } from './monitor.js'
import type { OperatorOverview } from './operator-overview.js'
import type { ScheduledBackups } from './scheduled-backups.js'

/** Everything on the operator page, as /report.json carries it. Times are UTC milliseconds. */
export interface OperatorReport {
  readonly now: number
  readonly version: string
  readonly node: string
  readonly startedAt: number
  readonly health: Health
  readonly queue: number
  /** Null when the store doesn't answer. */
  readonly cardsBehind: number | null
  /** Since the start. */
  readonly plans: number
  readonly commits: number
  /** Memory of the process, in bytes. */
  readonly memory: number
  /** The last reconcile; null before the first. */
  readonly books: { readonly ok: boolean; readonly at: number } | null
  /** Null when the program makes no backups; the age in milliseconds is null while there is none. */
  readonly backup: { readonly age: number | null } | null
  /** Null until it is read for the first time. */
  readonly overview: (OperatorOverview & { readonly at: number }) | null
}

export interface OperatorPageOptions {
  readonly app: Pick<App, 'pendingMessages'>
  readonly engine: EngineCounts
  readonly metrics: Pick<Metrics, 'lastBooks'>
  readonly backups?: Pick<ScheduledBackups, 'age'>
  readonly version: string
  /** Folder of the bundled page. */
  readonly folder: string
  readonly readOverview: (now: number) => Promise<OperatorOverview>
  readonly log: Log
}

export const PAGE_PATHS = ['/', '/page.js', '/style.css', '/report.json'] as const
export type PagePath = (typeof PAGE_PATHS)[number]

/** Returns whether a path is one of the page's. */
export function isPagePath(path: string): path is PagePath {
  return (PAGE_PATHS as readonly string[]).includes(path)
}

export interface OperatorPage {
  /** Returns one of its files or the report. `language` is an Accept-Language header. */
  answer(
    path: PagePath,
    asked: { readonly language: string | undefined; readonly health: () => Promise<Health> },
  ): Promise<Answer>
}

/** Everything the browser may do: run and show what this server sent, and ask it for figures. */
const HEADERS = {
  'Content-Security-Policy': [
    "default-src 'none'",
    ...["script-src 'self'", "style-src 'self'", "connect-src 'self'"],
    ...["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"],
  ].join('; '),
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
}

/** The count of pending cards is left out when it takes longer. Milliseconds. */
const PATIENCE = 1_000
/** How long a report waits for the first overview. Milliseconds. */
const FIRST_OVERVIEW = 2_000
/** Minimum pause between two overviews, and the pause as a multiple of the last one's duration. Milliseconds. */
const PAUSE_MS = 15_000
const PAUSE_TIMES = 19

/** Creates the operator page: read-only, without any work while it isn't open. */
export function createOperatorPage(options: OperatorPageOptions): OperatorPage {
  const { app, engine, metrics, backups, version, folder, readOverview, log } = options
  const startedAt = Date.now()
  const script = readFileSync(join(folder, 'page.js'), 'utf8')
  const style = readFileSync(join(folder, 'style.css'), 'utf8')
  let overview: OperatorReport['overview'] = null
  let reading: Promise<void> | undefined
  let notBefore = Number.NEGATIVE_INFINITY

  const readNow = async () => {
    const begun = performance.now()
    const at = Date.now()
    try {
      overview = { at, ...(await readOverview(at)) }
    } catch (error) {
      log.error({ err: error }, 'the overview of the operator page could not be read')
    } finally {
      const ended = performance.now()
      notBefore = ended + Math.max(PAUSE_MS, PAUSE_TIMES * (ended - begun))
    }
  }
  /** Reads the overview again when that is due; resolves at once with an older one. */
  const recentOverview = async () => {
    if (!reading && performance.now() >= notBefore)
      reading = readNow().finally(() => {
        reading = undefined
      })
    if (reading && !overview) await withTimeout(FIRST_OVERVIEW, reading)
    return overview
  }

  const report = async (health: () => Promise<Health>): Promise<OperatorReport> => {
    const [checked, cards, recent] = await Promise.all([
      health(),
      withTimeout(PATIENCE, app.pendingMessages()),
      recentOverview(),
    ])
    const age = backups?.age()
    return {
      ...{ now: Date.now(), version, node: process.version, startedAt, health: checked },
      ...{ queue: engine.queueLength, cardsBehind: cards ?? null },
      ...{ plans: engine.stats.plans, commits: engine.stats.commits, memory: process.memoryUsage.rss() },
      books: metrics.lastBooks() ?? null,
      backup: backups ? { age: age ?? null } : null,
      overview: recent,
    }
  }

  return {
    answer: async (path, { language, health }) => {
      const ok = (type: string, body: string) => ({ status: 200, type, body, headers: HEADERS })
      switch (path) {
        case '/':
          return ok('text/html; charset=utf-8', html(language))
        case '/page.js':
          return ok('text/javascript; charset=utf-8', script)
        case '/style.css':
          return ok('text/css; charset=utf-8', style)
        case '/report.json':
          return ok('application/json', JSON.stringify(await report(health)))
        default:
          path satisfies never
          throw new Error(`unknown path ${path}`)
      }
    },
  }
}

/** Returns the page's frame, in the language of an Accept-Language header. */
function html(language: string | undefined): string {
  return `<!doctype html>
<html lang="${/^zh\b/i.test(language ?? '') ? 'zh' : 'en'}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>Luckymoney</title>
    <link rel="stylesheet" href="/style.css" />
    <script type="module" src="/page.js"></script>
  </head>
  <body>
    <main id="page"></main>
  </body>
</html>
`
}
