import type { FakeChat, FakeMessage, FakeUser, Words } from '../support/telegram/fake-telegram.js'
import type { Manner } from '../support/telegram/speech.js'
import type { TelegramWorld } from '../support/telegram-world.js'
import { settled } from './settled.js'
import { type SceneLanguage, Transcript } from './transcript.js'

/** A group of its own for one scene, with a transcript of everything that people see there. */
export class TelegramStage {
  readonly transcript = new Transcript()
  readonly group: FakeChat
  readonly ada: FakeUser
  readonly lan: FakeUser
  readonly wei: FakeUser
  private readonly seen = new Map<FakeMessage, string>()
  /** Cards and forms: the number of intermediate edits depends on timing. */
  private readonly cards = new Set<FakeMessage>()

  constructor(
    readonly world: TelegramWorld,
    language: SceneLanguage,
  ) {
    const languageCode = language === 'zh' ? 'zh-hans' : 'en'
    this.group = world.fake.addGroup('Tea House')
    const member = (name: string) => this.group.addMember(world.fake.addUser(name, { languageCode }))
    this.ada = member('Ada')
    this.lan = member('Lan')
    this.wei = member('Wei')
    this.group.someAdmin.promote(this.group, this.ada)
    for (const user of [this.ada, this.lan, this.wei]) {
      user.start()
      this.transcript.call(String(user.id), user.firstName)
    }
    this.transcript.call(String(this.group.id), 'Tea House')
    this.transcript.call(world.fake.bot.username ?? '', 'Bot')
  }

  /** Gives lan 100.00 without a line in the transcript, and waits until every /start is answered. */
  async prepare(): Promise<void> {
    const { app, fake } = this.world
    const place = { platform: 'telegram', chat: String(this.group.id) }
    const person = (user: FakeUser) => ({ platform: 'telegram', user: String(user.id), name: user.firstName })
    await app.enterChat({ place, within: place, name: 'Tea House' })
    await app.topUp({
      ...{ key: `scene:${this.group.id}`, place, by: person(this.ada), platformAdmin: true },
      ...{ to: person(this.lan), amount: 10_000, reason: 'to begin with' },
    })
    const people = [this.ada, this.lan, this.wei]
    await fake.waitFor(() => people.every((user) => user.directMessages.length > 0), 'answers to /start')
    this.write(false)
  }

  /** Says something and records the next `answers` messages, and the edits they cause. */
  async say(
    user: FakeUser,
    words: Words,
    { answers = 1, chat = this.group, ...manner }: Manner & { answers?: number; chat?: FakeChat } = {},
  ): Promise<FakeMessage> {
    const said = user.say(chat, words, manner)
    const to = manner.replyTo ? ` (replying to ${manner.replyTo.from?.firstName})` : ''
    this.transcript.add(`\n${user.firstName}${chat === this.group ? '' : ' in private'}${to}: ${said.text}`)
    await this.heard(answers)
    return said
  }

  /** Presses a button; `redrawn` messages change or appear because of it. Returns the address that it opens. */
  async press(
    user: FakeUser,
    message: FakeMessage,
    button: string | RegExp,
    redrawn = 0,
  ): Promise<string | undefined> {
    this.transcript.add(`\n${user.firstName} taps [${message.button(button).text}]`)
    const { text, alert, url, outcome } = await user.press(message, button)
    if (outcome !== 'answered') throw new Error(`the tap was ${outcome}`)
    if (text !== '' || url !== undefined)
      this.transcript.block(`  ${alert ? 'alert' : 'toast'}`, `${text}${url ? ` → ${url}` : ''}`)
    await this.heard(redrawn)
    return url
  }

  /** Presses a button that shows other fields of a form, and records the form as it is then. */
  async turn(user: FakeUser, form: FakeMessage, button: RegExp): Promise<void> {
    await this.press(user, form, button)
    const isGone = () => !form.buttons.some(({ text }) => button.test(text))
    await this.world.fake.waitFor(isGone, `other fields behind ${button}`)
    this.transcript.block('  bot, changed', shown(form))
  }

  /** The newest message of the bot with buttons. */
  card(chat = this.group): FakeMessage {
    const card = chat.botMessages.findLast((message) => message.buttons.length > 0)
    if (!card) throw new Error('there is no card')
    return card
  }

  async pass(millis: number): Promise<void> {
    this.transcript.add(`\n(${millis / 3_600_000} h later)`)
    this.world.clock.pass(millis)
    await this.world.jobs.sweep()
    await this.end()
  }

  /** Records the final state of the cards. */
  async end(): Promise<void> {
    await settled(this.world.app)
    this.cards.clear()
    this.write(true)
  }

  private async heard(changes: number): Promise<void> {
    const { fake } = this.world
    if (changes > 0)
      await fake.waitFor(
        () => this.changed().length >= changes,
        `${changes} messages; there are ${this.changed()
          .map(({ text }) => text)
          .join(' / ')}`,
      )
    this.write(true)
  }

  private changed(): FakeMessage[] {
    return this.all().filter(
      (message) => this.seen.get(message) !== shown(message) && !this.cards.has(message),
    )
  }

  private all(): FakeMessage[] {
    return [this.group, ...[this.ada, this.lan, this.wei].map((user) => user.privateChat)].flatMap(
      (chat) => chat.botMessages,
    )
  }

  private write(write: boolean): void {
    for (const message of this.changed()) {
      const where = message.chat === this.group ? 'bot' : `bot to ${message.chat.user?.firstName} in private`
      const change = this.seen.has(message) ? ', changed' : ''
      this.seen.set(message, shown(message))
      if (message.buttons.some(({ callback_data = '' }) => /^1(?:grab)?-/.test(callback_data)))
        this.cards.add(message)
      if (write) this.transcript.block(`  ${where}${change}`, shown(message))
    }
  }
}

function shown(message: FakeMessage): string {
  const rows = message.keyboard.map((row) =>
    row.map(({ text, url }) => `[${text}${url ? ` → ${url}` : ''}]`).join(' '),
  )
  const marks = message.entities.filter(({ type }) => type !== 'bold' && type !== 'italic')
  const entities = marks.map(
    ({ type, offset, length }) => `${type}: ${message.text.slice(offset, offset + length)}`,
  )
  return [
    ...(message.isPhoto ? ['(photo)'] : []),
    message.text,
    ...(entities.length > 0 ? [`{${entities.join(', ')}}`] : []),
    ...rows,
  ].join('\n')
}
