import type { AutocompleteInteraction, Interaction, RepliableInteraction } from 'discord.js'
import type { App } from '../../src/app/app.js'
import type { ReplyPictures } from '../../src/chat/reply-pictures.js'
import type { SecondProcess } from '../../src/chat/second-process.js'
import { restartingText, undoneText } from '../../src/chat/stopping.js'
import type { Command } from '../../src/commands/framework/define.js'
import type { Completer } from '../../src/commands/framework/lines/complete.js'
import type { Pipeline } from '../../src/commands/framework/pipeline.js'
import type { Reply } from '../../src/commands/framework/replies/reply.js'
import { cut } from '../../src/core/text.js'
import type { Log } from '../../src/log.js'
import { withTimeout } from '../../src/with-timeout.js'
import { type Asking, answerIfAwaited, answerInTime, unlessLate } from './answer.js'
import { optionName } from './commands.js'
import { type Decoder, DISCORD, languageOf } from './decode.js'
import { type Answer, aloudOf, answerOf, wordsOnly } from './encode.js'
import { errorCode } from './error-code.js'
import type { RoleHere } from './markup.js'
import type { ChannelNews, EnvelopeInteractions } from './platform.js'

/** Discord’s limits for offered choices, and for the characters of each. */
const MAX_CHOICES = 25
const MAX_CHOICE = 100
/** Interactions remembered to detect redelivery: at least so many, at most twice as many. */
const MAX_REMEMBERED = 1_000
/** Suggestions are due within 3 s, even if the database is slow. Milliseconds. */
const PATIENCE = 1_500

export interface HandlerOptions {
  readonly app: Pick<App, 'now' | 'board'>
  readonly pipeline: Pipeline
  readonly complete: Completer
  readonly decode: Decoder
  readonly announce: (news: ChannelNews) => Promise<void>
  readonly pictures?: ReplyPictures
  /** Aborted at shutdown. From then on, every interaction is told that the bot is stopping. */
  readonly end: AbortSignal
  readonly rolesAt: (channel: string) => RoleHere
  readonly tokens: EnvelopeInteractions
  readonly secondProcess: SecondProcess
  readonly log: Log
  /** Called with the code of every error of Discord. */
  readonly onError: (code: string) => void
  /** Called for every command that is refused because Discord has already reported its failure to the sender. */
  readonly onStale: () => void
}

export interface InteractionHandler {
  /**
   * Passes an interaction to the commands and delivers the answer. `held`: another program may have answered it; then
   * nothing is done.
   */
  take(interaction: Interaction, held?: boolean): void
  /** Resolves when every accepted interaction is answered. */
  settled(): Promise<unknown>
}

export function interactionHandler(options: HandlerOptions): InteractionHandler {
  const { app, pipeline, complete, decode, announce, rolesAt, tokens, secondProcess } = options
  const { end, log, onError, onStale, pictures } = options
  // Two sets take turns: finding the oldest entry of one takes the longer, the more were deleted before it.
  let remembered = new Set<string>()
  let earlier = new Set<string>()

  const underWay = new Set<Promise<void>>()

  function take(interaction: Interaction, held = false): void {
    const handled = handle(interaction, held).finally(() => underWay.delete(handled))
    underWay.add(handled)
  }

  async function handle(interaction: Interaction, held: boolean): Promise<void> {
    try {
      if (isKnown(interaction.id)) return
      if (interaction.isAutocomplete()) await offer(interaction)
      else if (interaction.isRepliable() && end.aborted) await sayRestarting(interaction)
      else if (interaction.isRepliable()) await answer(interaction, held)
    } catch (error) {
      const code = errorCode(error)
      if (code) onError(code)
      log.error({ err: error, interaction: interaction.id }, 'an interaction failed')
    }
  }

  /** Returns whether an interaction is a redelivery. The first delivery is answered. */
  function isKnown(id: string): boolean {
    if (remembered.has(id) || earlier.has(id)) return true
    if (remembered.size >= MAX_REMEMBERED) {
      earlier = remembered
      remembered = new Set()
    }
    remembered.add(id)
    return false
  }

  async function sayRestarting(interaction: RepliableInteraction): Promise<void> {
    const words = wordsOnly(restartingText(languageOf(interaction.locale)))
    const onLate = (code: string) => late(interaction, code)
    const asking = { interaction, below: false, held: false, onLate }
    await answerInTime(asking, Promise.resolve(words))
  }

  async function answer(interaction: RepliableInteraction, held: boolean): Promise<void> {
    const request = decode(interaction)
    const { command, mayOpenForm } = pipeline.foresee(request)
    const below = request.message !== undefined
    const asking: Asking = { interaction, below, held, onLate: (code) => late(interaction, code, held) }
    const announced: Promise<void>[] = []
    const encoded = async (handled: Promise<Reply | undefined>): Promise<Answer> => {
      const reply = await handled
      if (!reply) return wordsOnly('')
      const { place, by, id, askedAt } = request
      if (reply.envelope !== undefined && command?.posts) tokens.set(reply.envelope, interaction)
      if (reply.outcome === 'stale') stale(interaction, command, app.now() - askedAt)
      if (reply.aloud !== undefined && place) {
        const news = aloudOf(reply.aloud, rolesAt(place.chat))
        announced.push(announce({ chat: place.chat, by: by.user, id, ...news }))
      }
      const picture = reply.picture && (await pictures?.of(reply))
      return answerOf(reply, undefined, picture)
    }
    try {
      // A grab doesn't need this: an unseen share is shown at the next tap.
      const isPayment = command?.does === 'moves money' && !mayOpenForm
      const acknowledgesFirst = isPayment || (held && !mayOpenForm)
      const atOnce = acknowledgesFirst ? pipeline.refuseTooFast(request) : pipeline.handle(request)
      if (atOnce) await answerInTime(asking, encoded(atOnce), mayOpenForm)
      else {
        const undone = wordsOnly(undoneText(request.language))
        const age = app.now() - request.askedAt
        // After the acknowledgement the sender waits for the answer.
        const patient = { ...request, patienceMs: Number.POSITIVE_INFINITY }
        const awaited = () => encoded(pipeline.handleCounted(patient))
        if (age > request.patienceMs || !(await answerIfAwaited(asking, awaited, undone)))
          stale(interaction, command, age)
      }
    } finally {
      // Announces even when the private answer fails.
      await Promise.all(announced)
    }
    // A tap may have reopened an archived thread. A channel unknown to the client may be one.
    if (interaction.isButton() && request.place && (interaction.channel?.isThread() ?? true))
      await app.board.wakeSoon(DISCORD, request.place.chat)
  }

  async function offer(interaction: AutocompleteInteraction): Promise<void> {
    const request = decode(interaction)
    const { name, value } = interaction.options.getFocused(true)
    const { wish } = request
    const command = wish.kind === 'command' ? pipeline.find(wish.command) : undefined
    const argument = Object.keys(command?.arguments ?? {}).find((each) => optionName(each) === name)
    const found =
      argument === undefined || end.aborted
        ? []
        : await withTimeout(PATIENCE, complete(request, argument, value))
    const choices = (found ?? [])
      .slice(0, MAX_CHOICES)
      .map((each) => ({ name: cut(each.label, MAX_CHOICE), value: each.value }))
    await unlessLate(interaction.respond(choices), (code) => late(interaction, code))
  }

  function late({ id }: Interaction, code: string, held = false): void {
    onError(code)
    log.info({ interaction: id, code }, 'Discord did not take an answer')
    if (code === '40060' && !held && secondProcess.answeredElsewhere(performance.now()))
      log.error('something else answers in the name of this bot: a second process uses this token')
  }

  /** The sender gets no answer, because the failure that Discord reported is true. */
  function stale({ id }: Interaction, command: Command | undefined, ageMillis: number): void {
    onStale()
    log.warn(
      { interaction: id, command: command?.name, ageMillis: Math.round(ageMillis) },
      'refused a stale command: Discord had already told its sender that it failed',
    )
  }
  return { take, settled: () => Promise.allSettled(underWay) }
}
