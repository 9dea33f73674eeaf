import { fileURLToPath } from 'node:url'
import { createPlayground } from '../adapters/playground/playground.js'
import { createApp } from './app/app.js'
import { LoginRefused } from './chat/platform.js'
import { Updater } from './chat/updater.js'
import { AdjustableClock, systemClock } from './clock.js'
import { ConfigError, loadConfig, unknownVariables } from './config.js'
import { openStore } from './integrity/open.js'
import { reconcileOnThread } from './integrity/reconcile-on-thread.js'
import { createLog } from './log.js'
import { startJobs } from './operations/jobs.js'
import { listenError } from './operations/listen-error.js'
import { countOutcomes, createMetrics } from './operations/metrics.js'
import { startMonitor } from './operations/monitor.js'
import { cryptoRandom } from './random.js'
import { redactSecrets } from './redact-secrets.js'
import { DiskFailed, isForbidden, StoreRefused } from './store/refused.js'
import { version } from './version.js'

/** Exit codes after sysexits.h: wrong configuration, and an error of the disk or the database file. */
const EXIT_CONFIG = 78
const EXIT_IO = 74

/**
 * In a rush, clicks gather for so long into one commit. That saves a fifth of the processor time, and nobody can
 * tell the difference. A click after a quiet time does not wait. Milliseconds.
 */
const GATHER = 10

/** What is left when the program has stopped may end by itself for so long. Milliseconds. */
const LEFTOVERS = 2_000

/** Found from the sources and from the bundle alike: both stand one level below the root. */
const PAGE_FOLDER = fileURLToPath(new URL('../adapters/playground/page', import.meta.url))

/** Cuts the tokens out of what is printed, as soon as they are known. */
let hide = (text: string) => text

async function main(): Promise<void> {
  const config = loadConfig()
  hide = redactSecrets([config.discord, config.telegram].flatMap((bot) => (bot ? [bot.token] : [])))
  const log = createLog(config.logLevel, hide)
  const unknown = unknownVariables(process.env)
  if (unknown.length > 0) log.warn({ variables: unknown }, 'unknown variables; see .env.example')
  const store = await openStore({
    file: config.databaseFile,
    ledgerKeyFile: config.ledgerKeyFile,
    gatherMillis: GATHER,
    onFatal: (error) => {
      // Nobody is answered: whether the last commit happened will be known after a restart.
      log.fatal(
        { err: error },
        'the database failed; the outcome of the last commands is unknown. Restarting is safe',
      )
      process.exit(EXIT_IO)
    },
  })
  // Only the playground may put its clock forward; then time must not run back at the next start.
  const clock = config.playground ? new AdjustableClock(store.newestEntryAt) : systemClock
  const uncounted = createApp({ store, clock, random: cryptoRandom, reconcileFile: reconcileOnThread })
  const metrics = createMetrics({ app: uncounted, engine: store.engine })
  const app = countOutcomes(uncounted, metrics)
  // A platform's library is loaded where it is used only: loading them all takes half of the start.
  const discord =
    config.discord &&
    (await import('../adapters/discord/discord.js')).createDiscord({
      app,
      log,
      ...config.discord,
      onError: (code) => metrics.platformError('discord', code),
      onStale: () => metrics.staleCommand('discord'),
      onRefused: (error) => void endRefused(error),
    })
  const telegram =
    config.telegram &&
    (await import('../adapters/telegram/telegram.js')).createTelegram({
      app,
      log,
      ...config.telegram,
      onError: (code) => metrics.platformError('telegram', code),
    })
  const playground =
    config.playground && clock instanceof AdjustableClock
      ? createPlayground({
          app,
          clock,
          log,
          ...config.playground,
          chatFile: `${config.databaseFile}.playground.json`,
          pageFolder: PAGE_FOLDER,
          // Time is one for all: what is skipped here would end the red packets of real people.
          maySkip: !discord && !telegram,
        })
      : undefined
  const updater = new Updater({
    app,
    platforms: [discord, telegram, playground].flatMap((chat) => (chat ? [chat.platform] : [])),
    log,
  })
  const jobs = startJobs({ app, clock, log })
  const monitor =
    config.monitorPort === undefined
      ? undefined
      : await startMonitor({
          port: config.monitorPort,
          app: uncounted,
          metrics,
          platforms: [
            ...(discord ? [{ name: 'discord', ready: discord.ready }] : []),
            ...(telegram ? [{ name: 'telegram', ready: telegram.ready }] : []),
          ],
          log,
        })
  updater.start()

  let stopping = false
  const stop = async (signal: string) => {
    if (stopping) return
    stopping = true
    log.info({ signal }, 'stopping')
    await playground?.close()
    await Promise.all([discord?.stop(), telegram?.stop()])
    await jobs.stop()
    await updater.stop()
    await monitor?.close()
    await store.close()
    // A timer that a library has lost must not keep a process that has nothing left to do.
    setTimeout(() => process.exit(), LEFTOVERS).unref()
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(signal))
  /** A platform no longer takes the login while everything runs: ends in order, and says why to whoever restarts it. */
  const endRefused = async (error: LoginRefused) => {
    process.stderr.write(hide(`luckymoney: ${error.message}\n`))
    process.exitCode = EXIT_CONFIG
    await stop(error.name)
  }

  if (playground) {
    const { url } = await playground.listen().catch((error) => {
      throw listenError(error, 'PLAYGROUND', config.playground)
    })
    // A signal that arrived meanwhile has closed it again.
    if (stopping) return
    process.stdout.write(`\n  🧧 Luckymoney is ready. Open ${url} in your browser. Ctrl+C stops it.\n\n`)
  }
  if (monitor) log.info({ url: monitor.url }, 'health and metrics')
  if (!playground && !discord && !telegram)
    log.warn('no platform is switched on: set DISCORD_TOKEN, TELEGRAM_TOKEN or PLAYGROUND=1')
  // The one does not wait for the other, which may be out of reach for long.
  const telegramStarted = telegram?.start().catch((error) => {
    throw listenError(error, 'TELEGRAM_WEBHOOK', config.telegram?.webhook)
  })
  await Promise.all([discord?.start(), telegramStarted])
}

if (process.argv.includes('--version')) {
  process.stdout.write(`${version()}\n`)
  process.exit(0)
}

main().catch((error: Error) => {
  const refused =
    error instanceof ConfigError || error instanceof StoreRefused || error instanceof LoginRefused
  if (refused || isForbidden(error)) {
    process.stderr.write(hide(`luckymoney: ${error.message}\n`))
    process.exit(EXIT_CONFIG)
  }
  if (error instanceof DiskFailed) {
    process.stderr.write(`luckymoney: ${error.message}\n`)
    process.exit(EXIT_IO)
  }
  process.stderr.write(hide(`luckymoney: ${error.stack ?? error}\n`))
  process.exit(1)
})
