import type { AutocompleteInteraction, Interaction, RepliableInteraction } from 'discord.js'
import { isBusy, undoneBecause } from '../../src/app/busy.js'
import { catalogue } from '../../src/i18n/catalogue.js'
import { money } from '../../src/i18n/format.js'
import { withTimeout } from '../../src/with-timeout.js'
import {
  answerInPlace,
  answerInPlaceIfAwaited,
  answerPrivately,
  answerPrivatelyIfAwaited,
  type PrivateReply,
  unlessLate,
} from './answer.js'
import { type Asked, type Asker, askedBy, askerOf, languageOf } from './asked.js'
import { buttonTapped } from './buttons.js'
import { SEND_TO } from './commands.js'
import type { Desk } from './desk.js'
import type { Draft } from './drafts.js'
import { errorCode } from './error-code.js'
import { answerToDecision, answerToLinkCommand, decisionBelow, readLinkCommand } from './links.js'
import { DISCORD } from './platform.js'
import { formFor, redpacketFilledIn, redpacketTyped } from './redpacket.js'
import { readAgainButton } from './redpacket-form.js'
import { runCommand } from './run-command.js'

/** Discord offers at most so many, each of at most 100 characters. */
const MOST_CHOICES = 25
const CHOICE_LENGTH = 100

/** After this time without a response Discord tells the member that the command failed. Milliseconds. */
const AWAITED_FOR = 3_000
/** Choices are due within 3 s, whatever the database does. Milliseconds. */
const PATIENCE = 1_500
/** Commands that move money. Those about links move it only by the button below their preview. */
const MOVES_MONEY = new Set(['redpacket', 'transfer', 'topup', 'deduct', 'cancel'])

/** Handles whatever people do. Never rejects: what goes wrong is logged with an id that the person is told. */
export async function onInteraction(interaction: Interaction, desk: Desk): Promise<void> {
  try {
    await handle(interaction, desk)
  } catch (error) {
    const code = errorCode(error)
    if (code) desk.onError(code)
    desk.log.error({ err: error, interaction: interaction.id }, 'an interaction failed')
  }
}

async function handle(interaction: Interaction, desk: Desk): Promise<void> {
  desk.secondProcess.arrived(interaction.id)
  const late = (code: string) => {
    desk.onError(code)
    desk.log.info({ interaction: interaction.id, code }, 'Discord did not take an answer')
    if (code === '40060' && desk.secondProcess.answeredElsewhere(interaction.id, performance.now()))
      desk.log.error('something else answers in the name of this bot: a second process uses this token')
  }
  if (interaction.isAutocomplete()) {
    const choices = await withTimeout(PATIENCE, calmChoices(interaction, desk))
    return await unlessLate(interaction.respond(choices ?? []), late)
  }
  if (!interaction.isRepliable()) return
  const age = desk.clock.ageOf(interaction.createdTimestamp)
  const asked = askedBy(interaction)
  const announced: Promise<unknown>[] = []
  const replyOf = (work: Promise<PrivateReply>) => {
    const reply = calm(work, interaction, desk)
    announced.push(reply.then(({ announcement }) => announcement && desk.announce(announcement)))
    return reply
  }
  // A channel is told also when the private answer fails.
  const thenAnnounced = async (answered: Promise<void>) => {
    try {
      await answered
    } finally {
      await Promise.allSettled(announced)
    }
  }
  const answer = (work: Promise<PrivateReply>) =>
    thenAnnounced(answerPrivately(interaction, replyOf(work), late))
  // A grab needs no such care: a share that came unseen is shown at the next tap.
  const answerOnce = (work: () => Promise<PrivateReply>) =>
    thenAnnounced(
      unlessStale(interaction, age, desk, (undone) =>
        answerPrivatelyIfAwaited(interaction, () => replyOf(work()), undone, late),
      ),
    )
  const asker = asked ?? askerOf(interaction)
  if (!desk.rateLimiter.tryAcquire(asker.by, asked?.place))
    return await answer(Promise.resolve({ text: catalogue(asker.language).errors.tooFast, tone: 'bad' }))
  const decision = interaction.isButton() ? decisionBelow(interaction) : undefined
  if (decision && interaction.isButton()) {
    const work = () => calm(answerToDecision(interaction, decision, asker, desk), interaction, desk)
    if (decision.kind === 'leave') return await answerInPlace(interaction, work(), late)
    return await unlessStale(interaction, age, desk, (undone) =>
      answerInPlaceIfAwaited(interaction, work, undone, late),
    )
  }
  if (!asked || !interaction.inGuild()) return await answer(answerOutside(interaction, asker, desk))
  const showForm = async (draft?: Partial<Draft>) => {
    const form = await formFor(interaction, asked, desk, draft)
    if ('text' in form) return await answer(Promise.resolve(form))
    if ('showModal' in interaction) await unlessLate(interaction.showModal(form), late)
  }
  const again = interaction.isButton() ? readAgainButton(interaction.customId) : undefined
  // Lost when the program was started anew; then the form is empty.
  if (again) return await showForm(desk.drafts.find(again, asked.by.user, performance.now()))
  if (interaction.isButton()) {
    await answer(buttonTapped(interaction, asked, desk))
    // A tap may have opened an archived thread. A channel that the client does not know may be one.
    if (interaction.channel?.isThread() ?? true) await desk.app.board.wakeSoon(DISCORD, asked.place.chat)
    return
  }
  if (interaction.isModalSubmit()) return await answerOnce(() => redpacketFilledIn(interaction, asked, desk))
  if (interaction.isUserContextMenuCommand() && interaction.commandName === SEND_TO) {
    const { targetUser } = interaction
    if (!targetUser.bot) return await showForm({ users: [targetUser.id] })
    return await answer(Promise.resolve({ text: catalogue(asked.language).discord.noBots, tone: 'bad' }))
  }
  if (!interaction.isChatInputCommand()) return
  if (interaction.commandName === 'redpacket' && interaction.options.data.length === 0)
    return await showForm()
  const run = interaction.commandName === 'redpacket' ? redpacketTyped : runCommand
  if (MOVES_MONEY.has(interaction.commandName)) return await answerOnce(() => run(interaction, asked, desk))
  return await answer(run(interaction, asked, desk))
}

/**
 * Runs and answers a command unless it is stale: `answer` resolves with whether Discord still took the answer. A
 * stale command is counted and logged. Its sender hears nothing more, because the failure that Discord reported is
 * true.
 */
async function unlessStale(
  interaction: RepliableInteraction,
  ageMillis: number,
  desk: Desk,
  answer: (undone: PrivateReply) => Promise<boolean>,
): Promise<void> {
  const undone: PrivateReply = { text: catalogue(languageOf(interaction.locale)).errors.busy, tone: 'bad' }
  if (ageMillis <= AWAITED_FOR && (await answer(undone))) return
  desk.onStale()
  const command = interaction.isCommand() ? interaction.commandName : interaction.customId.split(':')[0]
  desk.log.warn(
    { interaction: interaction.id, command, ageMillis: Math.round(ageMillis) },
    'refused a stale command: Discord had already told its sender that it failed',
  )
}

/** Outside of servers there are no chats and no money, but people can link their accounts. */
async function answerOutside(interaction: Interaction, asker: Asker, desk: Desk): Promise<PrivateReply> {
  const command = interaction.isChatInputCommand() ? readLinkCommand(interaction) : undefined
  if (command) return await answerToLinkCommand(command, asker, desk)
  return { text: catalogue(asker.language).discord.guildOnly, tone: 'bad' }
}

/** Work that cannot fail: the person is told that something did, under an id that is in the log. */
async function calm(
  work: Promise<PrivateReply>,
  interaction: Interaction,
  { log }: Desk,
): Promise<PrivateReply> {
  try {
    return await work
  } catch (error) {
    const { errors } = catalogue(languageOf(interaction.locale))
    if (isBusy(error)) return { text: errors[undoneBecause(error)], tone: 'bad' }
    log.error({ err: error, interaction: interaction.id }, 'a command failed')
    return { text: errors.wrong({ id: interaction.id.slice(-6) }), tone: 'bad' }
  }
}

type Choice = { name: string; value: string }

/** Choices that cannot fail: without any, people can still type what they know. */
async function calmChoices(interaction: AutocompleteInteraction, desk: Desk): Promise<Choice[]> {
  try {
    return await choicesFor(interaction, desk)
  } catch (error) {
    if (!isBusy(error))
      desk.log.error({ err: error, interaction: interaction.id }, 'the choices of a command failed')
    return []
  }
}

/** No longer than Discord takes, in UTF-16 units, and no half of a character at the end. */
function shortened(name: string): string {
  return name.slice(0, CHOICE_LENGTH).replace(/[\ud800-\udbff]$/, '')
}

/** The newest red packets whose number, sender or greeting holds what was typed. */
async function choicesFor(
  interaction: AutocompleteInteraction,
  { app, rateLimiter }: Desk,
): Promise<Choice[]> {
  const asked: Asked | undefined = askedBy(interaction)
  if (!asked || !rateLimiter.tryAcquire(asked.by, asked.place)) return []
  const { language } = asked
  const typed = interaction.options.getFocused().toLowerCase()
  const wallet = await app.wallet(asked)
  const recent = wallet.kind === 'wallet' ? await app.recentEnvelopes(asked, 50) : []
  const choices = recent
    .map(({ envelopeNo, sender, greeting, total, state }) => {
      const amount = wallet.kind === 'wallet' ? money(total, wallet.currency, language) : ''
      const name = [envelopeNo, sender, amount, catalogue(language).card.state[state], greeting]
      return { name: shortened(name.filter(Boolean).join(' · ')), value: envelopeNo }
    })
    .filter(({ name }) => name.toLowerCase().includes(typed))
  return choices.slice(0, MOST_CHOICES)
}
