import { join, parse } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createPlayground } from '../adapters/playground/playground.js'
import { CardPictures } from './chat/card-pictures.js'
import { LoginRefused } from './chat/platform.js'
import { ReplyPictures } from './chat/reply-pictures.js'
import { Updater } from './chat/updater.js'
import { AdjustableClock, systemClock } from './clock.js'
import { ConfigError, loadConfig, unknownVariables } from './config.js'
import { themeOf } from './core/festivals.js'
import { type Slice, wholeOf } from './core/shard-range.js'
import type { BooksPlace } from './integrity/in-file.js'
import { createLog } from './log.js'
import { addToBackupFolderOnThread } from './operations/backup-on-thread.js'
import { type Jobs, startJobs } from './operations/jobs.js'
import { listenError } from './operations/listen-error.js'
import { countOutcomes, createMetrics } from './operations/metrics.js'
import { startMonitor } from './operations/monitor.js'
import { createOperatorPage } from './operations/operator-page.js'
import { readOverviewsOnThreads } from './operations/overview-on-thread.js'
import type { ProgramLease } from './operations/program-lease.js'
import { backupsTogether, scheduleBackups } from './operations/scheduled-backups.js'
import { Pictures } from './pictures/pictures.js'
import { redactSecrets } from './redact-secrets.js'
import { DiskFailed, isForbidden, StoreRefused } from './store/refused.js'
import { keepTemporaryFilesBeside } from './store/temporary-files.js'
import { startEngine } from './thread/start-engine.js'
import { version } from './version.js'

/** Exit codes after sysexits.h: bad configuration, a disk or database error, and a lost lease. */
const EXIT_CONFIG = 78
const EXIT_IO = 74
const EXIT_LOST_LEASE = 75

/**
 * How long clicks gather into one commit during a rush, in milliseconds. Saves a fifth of the CPU time,
 * imperceptibly. A click after a quiet period doesn't wait.
 */
const GATHER = 10

/** How long leftover work may take to end after the program has stopped, in milliseconds. */
const LEFTOVERS = 2_000

/** Bundled beside the program. */
const PLAYGROUND_PAGE = fileURLToPath(new URL('./playground-page', import.meta.url))
const OPERATOR_PAGE = fileURLToPath(new URL('./operator-page', import.meta.url))

/** Redacts tokens from all output, once they are known. */
let hide = (text: string) => text

/** Releases the database, once it is open. */
let release = async () => {}

/** Returns whether the program has a lease; where one program can use the database, it needs none. */
function holds(lease: ProgramLease | undefined): boolean {
  return lease?.isHeld ?? true
}

/** The password in an address, as it is written there and as it is. */
function passwordsOf(url: string): string[] {
  const { password } = new URL(url)
  return password === '' ? [] : [password, decodeURIComponent(password)]
}

/** Returns the places of further databases. Their backups are named after the file, which has the database's number. */
function placesOfOthers(place: BooksPlace, urls: readonly string[]): BooksPlace[] {
  const { dir, name, ext } = parse(place.file)
  return urls.map((url, index) => ({ ...place, url, file: join(dir, `${name}-${index + 2}${ext}`) }))
}

async function main(): Promise<void> {
  const config = loadConfig()
  const { databaseUrl: url, databaseUrls, redisUrl } = config
  /** Set when several programs share the work. */
  const shards = config.discord?.shards
  hide = redactSecrets([
    ...[config.discord, config.telegram].flatMap((bot) => (bot ? [bot.token] : [])),
    ...[...(databaseUrls ?? [url]), redisUrl].flatMap((address) =>
      address === undefined ? [] : passwordsOf(address),
    ),
  ])
  const log = await createLog(config.log, hide).catch((error: Error) => {
    throw new ConfigError(`LOG_FILE: cannot be written (${error.message}).`)
  })
  const unknown = unknownVariables(process.env)
  if (unknown.length > 0) log.warn({ variables: unknown }, 'unknown variables; see .env.example')
  // Only the playground can put its clock forward; the engine's thread starts it where the file's time ended, since time
  // must not run backwards.
  const clock = config.playground ? new AdjustableClock() : systemClock
  const place = {
    file: config.databaseFile,
    ledgerKeyFile: config.ledgerKeyFile,
    ...(url !== undefined && { url }),
  }
  /** Where each database's books are. */
  const places = [place, ...placesOfOthers(place, databaseUrls?.slice(1) ?? [])] as const
  const engineOptions = {
    ...place,
    ...(redisUrl !== undefined && { redisUrl }),
    ...(shards && { shared: true }),
    gatherMillis: GATHER,
    clock,
    ...(clock instanceof AdjustableClock && { skipped: clock.shared }),
    onFatal: (error: Error) => {
      // No one gets an answer: only a restart can tell whether the last commit happened.
      log.fatal(
        { err: error },
        'the database failed; the outcome of the last commands is unknown. Restarting is safe',
      )
      process.exit(EXIT_IO)
    },
    onNotice: (notice: string, level: 'info' | 'warn') => log[level](notice),
    onDamaged: (error: Error) => {
      process.stderr.write(hide(`luckymoney: ${error.message}\n`))
      process.exit(error instanceof StoreRefused ? EXIT_CONFIG : EXIT_IO)
    },
  }
  if (url === undefined) keepTemporaryFilesBeside(config.databaseFile)
  const engine = databaseUrls
    ? await (await import('./shards/start-shards.js')).startShards(databaseUrls, engineOptions)
    : await startEngine(engineOptions)
  for (const warning of engine.warnings) log.warn(warning)
  const { app: uncounted } = engine
  const { backups: wanted } = config
  const backups =
    wanted &&
    backupsTogether(
      places.map((each) =>
        scheduleBackups({
          ...each,
          ...wanted,
          // Even where a demonstration skips time: the names of the copies are dates.
          clock: systemClock,
          log,
          make: addToBackupFolderOnThread,
        }),
      ),
    )
  // With a server, another program may be active already.
  const leases =
    url === undefined
      ? undefined
      : (await import('./operations/leases.js')).createLeases({
          url,
          log,
          ...(shards && { shards, telegram: config.telegram !== undefined }),
          onLost: (why) => {
            log.fatal({ why }, 'the lease is lost: another program may be active now. Restarting is safe')
            process.exit(EXIT_LOST_LEASE)
          },
        })
  const giveBackLeases = () => Promise.all(leases?.all.map((lease) => lease.giveBack()) ?? [])
  release = async () => {
    await giveBackLeases()
    await engine.close()
  }
  const metrics = createMetrics({
    ...{ app: uncounted, engine },
    ...('databases' in engine && { databases: engine.databases }),
    ...(backups && { backups }),
    ...(leases && { leases: leases.all }),
  })
  const app = countOutcomes(uncounted, metrics)
  // Loads a platform's library only when needed: loading all of them would take half the startup time.
  const artist = config.pictures ? new Pictures({ log }) : undefined
  const ofReplies = artist && { pictures: new ReplyPictures(artist) }
  const discord =
    config.discord &&
    (await import('../adapters/discord/discord.js')).createDiscord({
      app,
      log,
      ...config.discord,
      ...(leases && { beforeRequest: () => leases.discord.check() }),
      ...ofReplies,
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
      ...(leases && { beforeRequest: () => leases.telegram.check() }),
      ...ofReplies,
      onError: (code) => metrics.platformError('telegram', code),
    })
  const playground =
    config.playground && clock instanceof AdjustableClock
      ? createPlayground({
          app,
          clock,
          log,
          ...config.playground,
          ...ofReplies,
          chatFile: `${config.databaseFile}.playground.json`,
          pageFolder: PLAYGROUND_PAGE,
          // The clock is shared: skipping time here would expire real people's red packets.
          maySkip: !discord && !telegram,
        })
      : undefined
  const pictures = artist && new CardPictures(artist, app)
  pictures?.prepare('classic')
  pictures?.prepare(themeOf(clock.now()))
  /** The chats that this program serves now, when several share the work. */
  const slices: Slice[] = []
  const updater = new Updater({
    app,
    platforms: [discord, telegram, playground].flatMap((chat) => (chat ? [chat.platform] : [])),
    ...(shards && { slices: () => slices }),
    log,
    ...(pictures && { pictures }),
  })
  const monitor =
    config.monitorPort === undefined
      ? undefined
      : await startMonitor({
          port: config.monitorPort,
          app: uncounted,
          metrics,
          platforms: [
            ...(discord
              ? [{ name: 'discord', ready: discord.ready, acts: () => holds(leases?.discord) }]
              : []),
            ...(telegram
              ? [{ name: 'telegram', ready: telegram.ready, acts: () => holds(leases?.telegram) }]
              : []),
          ],
          ...(backups && { backups: { warnings: () => (holds(leases?.jobs) ? backups.warnings() : []) } }),
          ...(leases && { standby: () => !leases.discord.isHeld && !leases.telegram.isHeld }),
          ...(shards && leases && { leases: () => leases.all.filter(holds).map(({ name }) => name) }),
          ...(config.monitorPage && {
            page: createOperatorPage({
              ...{ app: uncounted, engine, metrics, log, version: version(), folder: OPERATOR_PAGE },
              ...(backups && { backups }),
              readOverview: (now) => readOverviewsOnThreads(places, now),
            }),
          }),
          log,
        })
  let jobs: Jobs | undefined
  const leaving = new AbortController()
  let stopping = false
  const stop = async (signal: string) => {
    if (stopping) return
    stopping = true
    leaving.abort()
    log.info({ signal }, 'stopping')
    const handingOver = (await leases?.discord.isAwaited()) ?? false
    const stopWork = async () => {
      await Promise.all([jobs?.stop(), backups?.stop()])
      await updater.stop()
    }
    // People wait only from the moment at which the platforms stop.
    if (handingOver) await stopWork()
    app.endWaits()
    await playground?.close()
    await Promise.all([discord?.stop({ handingOver }), telegram?.stop()])
    if (!handingOver) await stopWork()
    // Everything is sent, so another program may take over.
    await giveBackLeases()
    await artist?.close()
    await monitor?.close()
    await engine.close()
    // A timer that a library leaked must not keep a finished process alive.
    setTimeout(() => process.exit(), LEFTOVERS).unref()
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(signal))
  /** A platform revoked the login while the bot was running: shuts down cleanly and reports why. */
  const endRefused = async (error: LoginRefused) => {
    process.stderr.write(hide(`luckymoney: ${error.message}\n`))
    process.exitCode = EXIT_CONFIG
    await stop(error.name)
  }

  const startAllJobs = () => {
    jobs = startJobs({ app, clock, log })
    backups?.start()
  }
  const startTelegram = async () =>
    telegram?.start().catch((error) => {
      throw listenError(error, 'TELEGRAM_WEBHOOK', config.telegram?.webhook)
    })
  if (shards && leases && discord) {
    if (monitor) log.info({ url: monitor.url }, 'health and metrics')
    const waitFor = async (lease: ProgramLease, getReady: () => unknown, start: () => unknown) => {
      const standBy = async () => {
        log.info({ lease: lease.name }, 'on standby: another program holds the lease')
        await getReady()
      }
      if (await lease.take(leaving.signal, standBy)) await start()
    }
    const serve = (slice: Slice) => {
      if (slices.push(slice) === 1) updater.start()
    }
    const serveDiscord = () => {
      serve({ platform: discord.platform.name, ...shards })
      return discord.start()
    }
    const serveTelegram = () => {
      if (telegram) serve(wholeOf(telegram.platform.name))
      return startTelegram()
    }
    const nothing = () => {}
    await Promise.all([
      waitFor(leases.discord, () => discord.listen?.().catch(endRefused), serveDiscord),
      telegram && waitFor(leases.telegram, nothing, serveTelegram),
      waitFor(leases.jobs, nothing, startAllJobs),
    ])
    return
  }
  const standBy = () => {
    log.info(monitor ? { monitor: monitor.url } : {}, 'on standby: another program holds the lease')
    return Promise.all([discord, telegram].map((bot) => bot?.listen?.())).catch(endRefused)
  }
  if (leases && !(await leases.jobs.take(leaving.signal, standBy))) return
  startAllJobs()
  updater.start()

  if (playground) {
    const { url } = await playground.listen().catch((error) => {
      throw listenError(error, 'PLAYGROUND', config.playground)
    })
    // A signal that arrived meanwhile has closed it already.
    if (stopping) return
    process.stdout.write(`\n  🧧 Luckymoney is ready. Open ${url} in your browser. Ctrl+C stops it.\n\n`)
  }
  if (monitor) log.info({ url: monitor.url }, 'health and metrics')
  if (!playground && !discord && !telegram)
    log.warn('no platform is switched on: set DISCORD_TOKEN, TELEGRAM_TOKEN or PLAYGROUND=1')
  // Start the platforms independently: one may be unreachable for a long time.
  await Promise.all([discord?.start(), startTelegram()])
}

if (process.argv.includes('--version')) {
  process.stdout.write(`${version()}\n`)
  process.exit(0)
}

main().catch(async (error: Error) => {
  await release()
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
