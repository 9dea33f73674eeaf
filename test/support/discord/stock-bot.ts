import {
  ActionRowBuilder,
  ButtonBuilder,
  type ButtonInteraction,
  ButtonStyle,
  type ChatInputCommandInteraction,
  Client,
  type ClientOptions,
  DiscordAPIError,
  Events,
  GatewayIntentBits,
  type Interaction,
  type Message,
  type RESTPostAPIApplicationCommandsJSONBody,
  type SendableChannels,
  SlashCommandBuilder,
} from 'discord.js'
import { type FakeChannel, type FakeDiscord, type FakeMessage, startFakeDiscord } from './fake-discord.js'

/** The commands that the bot registers. */
export const COMMANDS: RESTPostAPIApplicationCommandsJSONBody[] = [
  new SlashCommandBuilder()
    .setName('redpacket')
    .setNameLocalizations({ 'zh-CN': '红包' })
    .setDescription('Send a red packet')
    .addStringOption((option) => option.setName('amount').setDescription('How much').setRequired(true))
    .addIntegerOption((option) =>
      option.setName('count').setDescription('Shares').setMinValue(1).setMaxValue(100),
    )
    .addUserOption((option) => option.setName('member').setDescription('For whom'))
    .addRoleOption((option) => option.setName('role').setDescription('For which role'))
    .addStringOption((option) =>
      option.setName('template').setDescription('A template').setAutocomplete(true),
    )
    .toJSON(),
  new SlashCommandBuilder()
    .setName('settings')
    .setDescription('The rules')
    .addSubcommand((sub) =>
      sub
        .setName('currency')
        .setDescription('The money')
        .addStringOption((option) =>
          option
            .setName('name')
            .setDescription('Its name')
            .addChoices({ name: 'Coins', value: 'coins' }, { name: 'Points', value: 'points' }),
        ),
    )
    .toJSON(),
  { type: 2, name: 'Send a red packet' },
  { type: 3, name: 'Thank with a red packet' },
]

/** A bot of the stock library under a test's control, in a guild of the fake with two members. */
export class StockBot {
  /** The bot's answer to each interaction that it received. */
  readonly answered: Promise<unknown>[] = []
  #answer: (interaction: Interaction) => Promise<unknown> = () => Promise.resolve()

  private constructor(
    readonly fake: FakeDiscord,
    readonly guild = fake.addGuild('Village'),
    readonly channel = guild.addChannel('square'),
    readonly ann = guild.addMember('ann'),
    readonly bob = guild.addMember('bob'),
  ) {}

  #client: Client<true> | undefined

  get client(): Client<true> {
    if (!this.#client) throw new Error('not logged in')
    return this.#client
  }

  static async start(): Promise<StockBot> {
    const bot = new StockBot(await startFakeDiscord())
    bot.#client = await bot.login()
    await bot.client.application.commands.set(COMMANDS)
    return bot
  }

  async stop(): Promise<void> {
    await this.client.destroy()
    await this.fake.close()
  }

  /** Logs in another process with the same token. */
  async login(options: Partial<ClientOptions> = {}): Promise<Client<true>> {
    const client: Client = new Client({
      intents: [GatewayIntentBits.Guilds],
      rest: { api: this.fake.apiRoot },
      allowedMentions: { parse: [] },
      ...options,
    })
    client.on(Events.InteractionCreate, (interaction) => {
      const done = this.#answer(interaction)
      this.answered.push(done)
      done.catch(() => undefined)
    })
    const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve))
    await client.login(this.fake.token)
    return ready
  }

  /** Sets the bot's reaction to the next interactions. */
  onAny(act: (interaction: Interaction) => Promise<unknown>): void {
    this.#answer = act
  }

  onCommand(act: (interaction: ChatInputCommandInteraction) => Promise<unknown>): void {
    this.#answer = async (interaction) => {
      if (interaction.isChatInputCommand()) return act(interaction)
      throw new Error(`unexpected interaction of type ${interaction.type}`)
    }
  }

  onClick(act: (interaction: ButtonInteraction) => Promise<unknown>): void {
    this.#answer = async (interaction) => {
      if (interaction.isButton()) return act(interaction)
      throw new Error(`unexpected interaction of type ${interaction.type}`)
    }
  }

  /** Returns a channel as the bot sees it. */
  async place(channel: FakeChannel = this.channel): Promise<SendableChannels> {
    const place = await this.client.channels.fetch(channel.id)
    if (!place?.isSendable()) throw new Error('the bot cannot send there')
    return place
  }

  /** Posts a card with a button as the bot. */
  async card(): Promise<{ place: SendableChannels; sent: Message; message: FakeMessage }> {
    const place = await this.place()
    const sent = await place.send({ content: 'A red packet', components: [grabButton()] })
    const message = this.fake.message(sent.id)
    if (!message) throw new Error('the card is gone')
    return { place, sent, message }
  }
}

export function grabButton(disabled = false): ActionRowBuilder<ButtonBuilder> {
  const button = new ButtonBuilder().setCustomId('grab').setLabel('Grab').setStyle(ButtonStyle.Danger)
  return new ActionRowBuilder<ButtonBuilder>().addComponents(button.setDisabled(disabled))
}

/** Returns code and status of a refused call; throws when it wasn't refused. */
export async function refusal(call: Promise<unknown>): Promise<{ code: number | string; status: number }> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof DiscordAPIError)) throw new Error(`no refusal by the API: ${String(error)}`)
  return { code: error.code, status: error.status }
}
