import {
  type FakeChannel,
  type FakeDiscord,
  type FakeMessage,
  type FakeUser,
  type InteractionResult,
  startFakeDiscord,
} from '../test/support/discord/fake-discord.js'
import { type BotOptions, BotProcess } from './bot-process.js'
import { type Burst, burst } from './burst.js'

/** A bot in a process of its own, and a Discord in ours with one server, whose members click. */
export class DiscordBot {
  private constructor(
    readonly fake: FakeDiscord,
    readonly channel: FakeChannel,
    readonly admin: FakeUser,
    readonly members: readonly FakeUser[],
    readonly process: BotProcess,
  ) {}

  /** Resolves when the bot has logged in; rejects when it ends before that. */
  static async start(members: number, options: BotOptions): Promise<DiscordBot> {
    const fake = await startFakeDiscord()
    const guild = fake.addGuild('Tea House')
    const channel = guild.addChannel('lobby')
    const admin = guild.addMember('ada', { manageGuild: true })
    const clickers = Array.from({ length: members }, (_, index) => guild.addMember(`member${index}`))
    const platform = { DISCORD_TOKEN: fake.token, DISCORD_API_ROOT: fake.apiRoot }
    const process = new BotProcess({ ...options, environment: { ...platform, ...options.environment } })
    const bot = new DiscordBot(fake, channel, admin, clickers, process)
    try {
      await fake.waitFor(() => {
        process.mustRun()
        return fake.sessions === 1
      }, `${options.program} to log in`)
      return bot
    } catch (error) {
      await bot.stop()
      throw error
    }
  }

  /**
   * Makes the members from number `from` on click the button. They all saw the current card: disabling its button
   * doesn't stop a click that is already on its way.
   */
  clickAll(card: FakeMessage, customId: string, clicks: number, from = 0): Promise<Burst<InteractionResult>> {
    const { members, channel } = this
    const data = { component_type: 2, custom_id: customId, id: 1 }
    return burst(this.process, clicks, (index) => {
      const member = members[(from + index) % members.length] as FakeUser
      return member.forge(channel, 3, data, card)
    })
  }

  /** Returns when the card was edited, UTC milliseconds, earliest first. */
  editsOf(card: FakeMessage): number[] {
    const path = `/channels/${card.channel.id}/messages/${card.id}`
    return this.fake.journal
      .filter((call) => call.method === 'PATCH' && call.path === path)
      .map(({ at }) => at)
  }

  /** Asks the bot to stop and resolves with its exit code. */
  async stop(): Promise<number | null> {
    const code = await this.process.stop()
    await this.fake.close()
    return code
  }
}
