import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import {
  type FakeChannel,
  type FakeDiscord,
  type FakeMessage,
  type FakeUser,
  type InteractionResult,
  startFakeDiscord,
} from '../test/support/discord/fake-discord.js'

/** What one burst of clicks took. */
export interface Burst {
  readonly results: readonly InteractionResult[]
  /** From the click until the first answer, sorted, milliseconds. */
  readonly waits: readonly number[]
  /** Processor time of the bot's process for each click, microseconds. */
  readonly cpuPerClick: number
}

export interface BotOptions {
  /** The bundle beside this one that is the bot's program. */
  readonly program: string
  readonly nodeOptions: readonly string[]
  readonly environment: Record<string, string>
  readonly folder: string
  readonly members: number
}

/** A bot in a process of its own, and a Discord in ours with one server, whose members click. */
export class DiscordBot {
  private constructor(
    readonly fake: FakeDiscord,
    readonly channel: FakeChannel,
    readonly admin: FakeUser,
    readonly members: readonly FakeUser[],
    private readonly child: ChildProcess,
  ) {}

  /** Resolves when the bot has logged in; rejects when it ends before that. */
  static async start(options: BotOptions): Promise<DiscordBot> {
    const fake = await startFakeDiscord()
    const guild = fake.addGuild('Tea House')
    const channel = guild.addChannel('lobby')
    const admin = guild.addMember('ada', { manageGuild: true })
    const members = Array.from({ length: options.members }, (_, index) => guild.addMember(`member${index}`))
    const beside = (name: string) => new URL(`./${name}.js`, import.meta.url)
    const child = fork(fileURLToPath(beside(options.program)), {
      cwd: options.folder,
      env: {
        PATH: process.env.PATH,
        DISCORD_TOKEN: fake.token,
        DISCORD_API_ROOT: fake.apiRoot,
        ...options.environment,
      },
      execArgv: [...options.nodeOptions, '--import', beside('bench-discord-probe').href],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    await fake.waitFor(() => {
      if (child.exitCode !== null) throw new Error(`${options.program} ended with ${child.exitCode}`)
      return fake.sessions === 1
    }, `${options.program} to log in`)
    return new DiscordBot(fake, channel, admin, members, child)
  }

  /** Processor time that the bot's process has taken so far, microseconds. */
  private async cpu(): Promise<number> {
    const answer = once(this.child, 'message')
    this.child.send('cpu')
    const [{ user, system }] = (await answer) as [NodeJS.CpuUsage]
    return user + system
  }

  /**
   * The first members, beginning with number `from`, click the button within a second, evenly; resolves when each
   * has an answer or Discord has given up on it. They all saw the card as it is now: that its button is switched
   * off meanwhile does not call back a click that is on its way.
   */
  async clickAll(card: FakeMessage, customId: string, clicks: number, from = 0): Promise<Burst> {
    const { members, channel } = this
    const data = { component_type: 2, custom_id: customId, id: 1 }
    const before = await this.cpu()
    const begin = performance.now()
    const waiting: Promise<InteractionResult>[] = []
    while (waiting.length < clicks) {
      const due = Math.min(clicks, Math.ceil(((performance.now() - begin) / 1000) * clicks))
      while (waiting.length < due) {
        const member = members[(from + waiting.length) % members.length] as FakeUser
        waiting.push(member.forge(channel, 3, data, card))
      }
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
    const results = await Promise.all(waiting)
    const cpuPerClick = ((await this.cpu()) - before) / clicks
    return { results, waits: results.map(({ millis }) => millis).sort((a, b) => a - b), cpuPerClick }
  }

  /** When the card was edited, UTC milliseconds, the first first. */
  editsOf(card: FakeMessage): number[] {
    const path = `/channels/${card.channel.id}/messages/${card.id}`
    return this.fake.journal
      .filter((call) => call.method === 'PATCH' && call.path === path)
      .map(({ at }) => at)
  }

  /** Asks the bot to stop and resolves with its exit code. */
  async stop(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const gone = once(this.child, 'exit')
      this.child.kill('SIGTERM')
      await gone
    }
    await this.fake.close()
    return this.child.exitCode
  }
}
