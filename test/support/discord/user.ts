import { FakeChannel } from './channel.js'
import { fillOptions, findCommand, type OptionValues, Resolved } from './command-options.js'
import type { FakeDiscord } from './fake-discord.js'
import type { FakeRole, NewMember } from './guild.js'
import type { InteractionResult } from './interaction-result.js'
import { FakeMessage } from './message.js'
import { chosenValues, type FakeModal, type ModalValue } from './modal.js'
import { type Command, snowflake } from './shapes.js'

/** A person with a Discord client, or another bot. Throws for anything that a real client wouldn't allow. */
export class FakeUser {
  readonly id: string
  readonly bot: boolean
  readonly globalName: string
  locale: string
  /** The last modal shown to the user and not yet submitted. */
  modal: FakeModal | undefined
  takesDms = true
  #dm: FakeChannel | undefined

  constructor(
    private readonly fake: FakeDiscord,
    readonly name: string,
    options: NewMember = {},
  ) {
    this.id = options.id ?? snowflake()
    this.bot = options.bot ?? false
    this.globalName = options.globalName ?? name
    this.locale = options.locale ?? 'en-US'
  }

  /** The user in API format. */
  get api(): Record<string, unknown> {
    return {
      id: this.id,
      username: this.name,
      global_name: this.bot ? null : this.globalName,
      discriminator: '0',
      avatar: null,
      bot: this.bot,
      public_flags: 0,
    }
  }

  /** The direct message channel with the bot; opened by a message from the bot or a command there. */
  get privateChannel(): FakeChannel {
    if (!this.#dm) {
      this.#dm = new FakeChannel(this.fake, `dm of ${this.name}`, undefined, undefined, this)
      this.fake.channels.set(this.#dm.id, this.#dm)
    }
    return this.#dm
  }

  /** The bot's direct messages to the user. */
  get directMessages(): FakeMessage[] {
    return this.#dm?.messages ?? []
  }

  /** Closes direct messages: sending to the user answers 403 50007. */
  closeDms(): void {
    this.takesDms = false
  }

  openDms(): void {
    this.takesDms = true
  }

  /** Returns the channel's public messages and the user's own ephemeral ones, oldest first. */
  sees(channel: FakeChannel): FakeMessage[] {
    return channel.messages.filter((message) => this.#sees(message))
  }

  #sees(message: FakeMessage): boolean {
    return !message.deleted && (!message.ephemeral || message.visibleTo === this)
  }

  /** Writes a message, on which a message command can be used. */
  says(channel: FakeChannel, content: string): FakeMessage {
    const message = new FakeMessage(channel, this, { content }, 0)
    channel.remember(message)
    return message
  }

  /** `command` is the name, with the subcommand after a space: 'settings currency'. */
  async slash(channel: FakeChannel, command: string, options: OptionValues = {}): Promise<InteractionResult> {
    const found = findCommand(this.#commands(channel), command)
    const resolved = new Resolved(channel.guild)
    const filled = found.wrap(fillOptions(found.options, options, resolved))
    return this.fake.interactions.start(
      2,
      this,
      channel,
      commandData(found.command, { options: filled, resolved }),
    )
  }

  /** Uses a command from the menu of a member or a message. */
  /** Writes a message that everyone in the channel sees. The bot doesn't hear of it. */
  write(channel: FakeChannel, content: string): FakeMessage {
    const message = new FakeMessage(channel, this, { content }, 0)
    channel.remember(message)
    return message
  }

  async contextMenu(
    channel: FakeChannel,
    command: string,
    target: FakeUser | FakeMessage,
  ): Promise<InteractionResult> {
    const type = target instanceof FakeMessage ? 3 : 2
    const all = this.#commands(channel)
    const found = all.find((each) => each.type === type && each.name === command)
    if (!found) throw new Error(`no such menu entry among: ${all.map((each) => each.name).join(', ')}`)
    const resolved = new Resolved(channel.guild)
    if (target instanceof FakeMessage) resolved.messages[target.id] = target.raw
    else resolved.add(target)
    const data = commandData(found, { target_id: target.id, resolved })
    return this.fake.interactions.start(2, this, channel, data)
  }

  /** Returns the suggestions while the user types into an option; `others` are the options already filled. */
  async autocomplete(
    channel: FakeChannel,
    command: string,
    option: string,
    typed: string,
    others: OptionValues = {},
  ): Promise<InteractionResult> {
    const found = findCommand(this.#commands(channel), command)
    if (!found.options.find((each) => each.name === option)?.autocomplete)
      throw new Error(`option ${option} of ${command} has no autocomplete`)
    const resolved = new Resolved(channel.guild)
    const filled = fillOptions(found.options, others, resolved, { option, text: typed })
    const data = commandData(found.command, { options: found.wrap(filled), resolved })
    return this.fake.interactions.start(4, this, channel, data)
  }

  #commands(channel: FakeChannel): readonly Command[] {
    const context = channel.guild ? 0 : 1
    const all = [...this.fake.commands, ...(channel.guild?.commands ?? [])]
    return all.filter(({ contexts, guild_id }) => guild_id || !contexts || contexts.includes(context))
  }

  /** Presses a visible, enabled button on the message. */
  async click(message: FakeMessage, customId: string): Promise<InteractionResult> {
    const component = this.#usable(message, customId)
    if (component.type !== 2) throw new Error(`${customId} is no button`)
    const data = { component_type: 2, custom_id: customId, id: component.id ?? 1 }
    return this.fake.interactions.start(3, this, message.channel, data, message)
  }

  /** Chooses in a message's select. */
  async select(
    message: FakeMessage,
    customId: string,
    values: readonly (string | FakeUser | FakeRole | FakeChannel)[],
  ): Promise<InteractionResult> {
    const component = this.#usable(message, customId)
    if (component.type === 2) throw new Error(`${customId} is a button`)
    const resolved = new Resolved(message.channel.guild)
    const chosen = chosenValues(component, values, resolved)
    const offered = component.options?.map((option) => option.value)
    const unknown = chosen.find((value) => offered && !offered.includes(value))
    if (unknown !== undefined) throw new Error(`${customId} does not offer ${unknown}`)
    const { min_values: least = 1, max_values: most = 1 } = component
    if (chosen.length < least || chosen.length > most)
      throw new Error(`${customId} takes ${least} to ${most} values`)
    const data = {
      component_type: component.type,
      custom_id: customId,
      values: chosen,
      resolved: sent(resolved),
    }
    return this.fake.interactions.start(3, this, message.channel, data, message)
  }

  /** Sends anything that a modified client could: a component's or a modal's data, unchecked. */
  forge(
    channel: FakeChannel,
    type: 3 | 5,
    data: Record<string, unknown>,
    message?: FakeMessage,
  ): Promise<InteractionResult> {
    return this.fake.interactions.start(type, this, channel, data, message)
  }

  #usable(message: FakeMessage, customId: string) {
    if (!this.#sees(message)) throw new Error(`${this.name} does not see the message`)
    const component = message.usable(customId)
    if (!component) throw new Error(`nothing called ${customId} among: ${message.customIds.join(', ')}`)
    if (component.disabled) throw new Error(`${customId} is disabled`)
    return component
  }

  /** Fills in the last modal and sends it; prefilled values stay unless `values` replaces them. */
  async submitModal(modal: FakeModal, values: Record<string, ModalValue> = {}): Promise<InteractionResult> {
    if (this.modal !== modal) throw new Error(`${this.name} does not see this modal any more`)
    const resolved = new Resolved(modal.channel.guild)
    const components = modal.fill(values, resolved)
    const data = { custom_id: modal.customId, components, resolved: sent(resolved) }
    const result = await this.fake.interactions.start(5, this, modal.channel, data, modal.message)
    // After "Something went wrong" the modal stays open, with everything that was typed.
    if (result.outcome !== 'failed') this.modal = undefined
    return result
  }
}

function commandData(command: Command, more: { resolved: Resolved } & Record<string, unknown>) {
  return {
    id: command.id,
    name: command.name,
    type: command.type ?? 1,
    ...(command.guild_id ? { guild_id: command.guild_id } : {}),
    ...more,
    resolved: sent(more.resolved),
  }
}

/** Returns only what was mentioned. */
function sent(resolved: Resolved): Record<string, unknown> {
  const { users, members, roles, channels, messages, attachments } = resolved
  const all = { users, members, roles, channels, messages, attachments }
  return Object.fromEntries(Object.entries(all).filter(([, each]) => Object.keys(each).length > 0))
}
