import type { OptionValues } from '../support/discord/command-options.js'
import type {
  FakeChannel,
  FakeGuild,
  FakeMessage,
  FakeModal,
  FakeUser,
  InteractionResult,
} from '../support/discord/fake-discord.js'
import type { ModalValue } from '../support/discord/modal.js'
import type { DiscordWorld } from '../support/discord-world.js'
import { settled } from './settled.js'
import { type SceneLanguage, Transcript } from './transcript.js'

const STYLES = ['', 'blue', 'grey', 'green', 'red', 'link', 'shop']

/** A server of its own for one scene, with a transcript of everything that people see there. */
export class DiscordStage {
  readonly transcript = new Transcript()
  readonly guild: FakeGuild
  readonly channel: FakeChannel
  readonly ada: FakeUser
  readonly lan: FakeUser
  readonly wei: FakeUser
  private readonly seen = new Map<FakeMessage, string>()

  constructor(
    readonly world: DiscordWorld,
    language: SceneLanguage,
  ) {
    const locale = language === 'zh' ? 'zh-CN' : 'en-US'
    this.guild = world.fake.addGuild('Tea House')
    this.channel = this.guild.addChannel('lobby')
    this.ada = this.guild.addMember('ada', { manageGuild: true, locale })
    this.lan = this.guild.addMember('lan', { locale })
    this.wei = this.guild.addMember('wei', { locale })
    for (const user of [this.ada, this.lan, this.wei]) this.transcript.call(user.id, user.name)
    this.transcript.call(this.channel.id, 'lobby')
  }

  async slash(
    user: FakeUser,
    command: string,
    options: OptionValues = {},
    where = this.channel,
  ): Promise<InteractionResult> {
    const shown = Object.entries(options).map(([name, value]) => ` ${name}:${nameOf(value)}`)
    this.transcript.add(
      `\n${user.name}: /${command}${shown.join('')}${where === this.channel ? '' : ' (in private)'}`,
    )
    return this.answered(await user.slash(where, command, options), user)
  }

  /** Like slash, but for setting up the scene: not recorded. */
  async prepare(user: FakeUser, command: string, options: OptionValues = {}): Promise<void> {
    const result = await user.slash(this.channel, command, options)
    await result.final()
    await this.settle(false)
  }

  async click(user: FakeUser, message: FakeMessage, label: string | RegExp): Promise<InteractionResult> {
    const button = message.button(label)
    this.transcript.add(`\n${user.name} taps [${button.label}]`)
    return this.answered(await user.click(message, button.customId), user)
  }

  async menu(user: FakeUser, command: string, target: FakeUser | FakeMessage): Promise<InteractionResult> {
    const whose = 'author' in target ? `a message of ${target.author.name}` : target.name
    this.transcript.add(`\n${user.name} opens the menu of ${whose}: ${command}`)
    return this.answered(await user.contextMenu(this.channel, command, target), user)
  }

  async submit(
    user: FakeUser,
    modal: FakeModal | undefined,
    values: Record<string, ModalValue>,
  ): Promise<InteractionResult> {
    if (!modal) throw new Error('there is no form')
    const shown = Object.entries(values).map(([name, value]) => `${name}: ${nameOf(value)}`)
    this.transcript.add(`\n${user.name} sends the form with ${shown.join(', ')}`)
    return this.answered(await user.submitModal(modal, values), user)
  }

  async choices(user: FakeUser, command: string, option: string, typed: string): Promise<void> {
    this.transcript.add(`\n${user.name} types /${command} ${option}:${typed}`)
    const { choices = [] } = await user.autocomplete(this.channel, command, option, typed)
    for (const { name, value } of choices) this.transcript.add(`    ▸ ${name} = ${value}`)
  }

  /** The newest public message with buttons. */
  card(): FakeMessage {
    const card = this.channel.publicMessages.findLast((message) => message.buttons.length > 0)
    if (!card) throw new Error('there is no card')
    return card
  }

  /** Lets the sweep end everything that is due. */
  async pass(millis: number): Promise<void> {
    this.transcript.add(`\n(${millis / 3_600_000} h later)`)
    this.world.clock.pass(millis)
    await this.world.jobs.sweep()
    await this.settle()
  }

  /** Records every public message that is new or changed, once everything is shown. */
  async settle(write = true): Promise<void> {
    await settled(this.world.app)
    for (const message of this.channel.publicMessages) this.show(message, 'bot', write)
    for (const user of [this.ada, this.lan, this.wei])
      for (const message of user.directMessages) this.show(message, `bot to ${user.name} in private`, write)
  }

  private async answered(result: InteractionResult, user: FakeUser): Promise<InteractionResult> {
    if (result.modal) this.form(result.modal)
    else {
      const answer = await result.final()
      if (answer.ephemeral) this.show(answer, `bot to ${user.name} alone`, true)
    }
    await this.settle()
    return result
  }

  private form(modal: FakeModal): void {
    this.transcript.block('  a form opens', modal.title)
    for (const { label, required, value, placeholder, options, customId } of modal.inputs) {
      const given = value ?? options?.find((option) => option.default)?.label ?? ''
      const offered = options ? ` of ${options.map((option) => option.label).join(' | ')}` : ''
      const hint = placeholder ? ` (${placeholder})` : ''
      this.transcript.add(`    ${customId}: ${label}${required ? '*' : ''} [${given}]${offered}${hint}`)
    }
  }

  private show(message: FakeMessage, who: string, write: boolean): void {
    const buttons = message.buttons.map(
      ({ label, style, disabled }) =>
        `[${label}${disabled ? ', off' : ''}${STYLES[style] === 'grey' ? '' : `, ${STYLES[style]}`}]`,
    )
    const pictures = message.pictures.map((alt) => `(picture: ${alt})`)
    const text = [...pictures, message.text, ...(buttons.length > 0 ? [buttons.join(' ')] : [])].join('\n')
    const before = this.seen.get(message)
    if (before === text) return
    this.seen.set(message, text)
    if (write) this.transcript.block(`  ${who}${before === undefined ? '' : ', changed'}`, text)
  }
}

function nameOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(nameOf).join(' ')
  return typeof value === 'object' && value !== null && 'name' in value ? `@${value.name}` : String(value)
}
