import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type ButtonInteraction,
  ComponentType,
  DiscordAPIError,
  type InteractionEditReplyOptions,
  InteractionResponseType,
  MessageFlags,
  type RepliableInteraction,
  Routes,
} from 'discord.js'
import type { Reply } from '../../src/messaging/answers.js'
import type { Announcement } from './announce.js'
import { errorCode } from './error-code.js'
import { fitted, MAX_CONTENT, rendered } from './markup.js'

/** A reply that may have a row of buttons below its words, and more to it than its reader sees. */
export interface PrivateReply extends Reply {
  readonly row?: APIActionRowComponent<APIButtonComponentWithCustomId>
  /** The announcement for the whole channel, if there is one. */
  readonly announcement?: Announcement
}

/** Discord gives up on an interaction after 3 s; by then it must have heard that an answer comes. Milliseconds. */
const DEFER_AFTER = 1_500
/** The most that the texts of one message may hold when they are components. */
const MAX_TEXT = 3_900
/** The interaction is too old, or its token is, or the message: nobody waits for this any more. */
const GONE = new Set<number | string>([10062, 10015, 50027, 10008])
/** The interaction was answered already, by this process or another. */
const ANSWERED = 40060
const LATE = new Set<number | string>([...GONE, ANSWERED])

/**
 * Answers privately with what `work` gives. Says "thinking" first when that takes long. Rejects with what the
 * work rejected with; that Discord no longer wants the answer is no error, and `onLate` is told the code.
 */
export async function answerPrivately(
  interaction: RepliableInteraction,
  work: Promise<PrivateReply>,
  onLate: (code: string) => void,
): Promise<void> {
  await answerInTime(interaction, work, privateWay(interaction), onLate)
}

function privateWay(interaction: RepliableInteraction): Way {
  return {
    atOnce: (reply) => replyAtOnce(interaction, reply),
    // Whether an answer is private is settled by the first response; the edit cannot change it.
    defer: () => interaction.deferReply({ flags: MessageFlags.Ephemeral }),
    message: (reply) => messageOf(reply, 0) as InteractionEditReplyOptions,
  }
}

/**
 * Puts what `work` gives in the place of the message below which a button was tapped, which must be one of
 * components; the buttons go. When that takes long, the button waits meanwhile. Rejects as above.
 */
export async function answerInPlace(
  interaction: ButtonInteraction,
  work: Promise<Reply>,
  onLate: (code: string) => void,
): Promise<void> {
  await answerInTime(interaction, work, inPlaceWay(interaction), onLate)
}

function inPlaceWay(interaction: ButtonInteraction): Way {
  const message = ({ text }: Reply) => ({
    ...inComponents(rendered(text)),
    flags: MessageFlags.IsComponentsV2 as const,
  })
  return {
    atOnce: (reply) => interaction.update(message(reply)),
    defer: () => interaction.deferUpdate(),
    message,
  }
}

/**
 * Acknowledges the interaction first, and does the work only when Discord took that. After 3 s without a response
 * Discord tells the member that the command failed; the member gives it again, so work done then is done twice.
 * Resolves with whether the work was done: false when it was too late. Rejects as above, and when it is unknown
 * whether Discord took the acknowledgement; then nothing was done, and `undone` is said where that is possible.
 */
export async function answerPrivatelyIfAwaited(
  interaction: RepliableInteraction,
  work: () => Promise<PrivateReply>,
  undone: PrivateReply,
  onLate: (code: string) => void,
): Promise<boolean> {
  return await answerIfAwaited(interaction, work, undone, privateWay(interaction), onLate)
}

/** The same in the place of the message below which a button was tapped. */
export async function answerInPlaceIfAwaited(
  interaction: ButtonInteraction,
  work: () => Promise<PrivateReply>,
  undone: PrivateReply,
  onLate: (code: string) => void,
): Promise<boolean> {
  return await answerIfAwaited(interaction, work, undone, inPlaceWay(interaction), onLate)
}

async function answerIfAwaited(
  interaction: RepliableInteraction,
  work: () => Promise<PrivateReply>,
  undone: PrivateReply,
  way: Way,
  onLate: (code: string) => void,
): Promise<boolean> {
  const edit = async (reply: PrivateReply) =>
    await unlessLate(interaction.webhook.editMessage('@original', way.message(reply)), onLate)
  try {
    // A connection that was just closed is tried again: should the first try have arrived, the second is told so.
    await way.defer().catch((error) => {
      if (errorCode(error) !== 'unreachable') throw error
      return way.defer()
    })
  } catch (error) {
    const code = error instanceof DiscordAPIError ? error.code : undefined
    if (code !== undefined && GONE.has(code)) {
      onLate(String(code))
      return false
    }
    if (code !== ANSWERED) {
      // Should Discord have taken it all the same, the member would wait for an answer for 15 minutes.
      await edit(undone).catch(() => undefined)
      throw error
    }
    // Taken at an earlier try whose confirmation was lost, or for a copy of this: the work is done once per key.
    onLate(String(code))
  }
  await edit(await work())
  return true
}

/** How an answer is given at once, or announced and given later. */
interface Way {
  readonly atOnce: (reply: PrivateReply) => Promise<unknown>
  readonly defer: () => Promise<unknown>
  readonly message: (reply: PrivateReply) => InteractionEditReplyOptions
}

async function answerInTime(
  interaction: RepliableInteraction,
  work: Promise<PrivateReply>,
  way: Way,
  onLate: (code: string) => void,
): Promise<void> {
  const reply = await soon(work)
  if (reply) {
    return await unlessLate(way.atOnce(reply), onLate)
  }
  const deferred = way.defer().then(
    () => true,
    // Unless nobody waits any more it may have been taken all the same, by Discord or for a copy of this.
    (error) => {
      onLate(errorCode(error) ?? 'unreachable')
      return !(error instanceof DiscordAPIError) || !GONE.has(error.code)
    },
  )
  const message = way.message(await work)
  if (await deferred) await unlessLate(interaction.webhook.editMessage('@original', message), onLate)
}

/** As `interaction.reply` does it, without its general machinery: this is what a thousand clicks wait for. */
async function replyAtOnce(interaction: RepliableInteraction, reply: PrivateReply): Promise<void> {
  const { allowedMentions, ...message } = messageOf(reply, MessageFlags.Ephemeral)
  await interaction.client.rest.post(Routes.interactionCallback(interaction.id, interaction.token), {
    auth: false,
    body: {
      type: InteractionResponseType.ChannelMessageWithSource,
      data: { ...message, allowed_mentions: allowedMentions },
    },
  })
  // The client asks for these before it follows an answer up.
  interaction.ephemeral = true
  interaction.replied = true
}

/** Waits for a response to be taken. That Discord no longer wants it is no error: `onLate` is told the code. */
export async function unlessLate(response: Promise<unknown>, onLate: (code: string) => void): Promise<void> {
  try {
    await response
  } catch (error) {
    if (!(error instanceof DiscordAPIError) || !LATE.has(error.code)) throw error
    onLate(String(error.code))
  }
}

async function soon(work: Promise<PrivateReply>): Promise<PrivateReply | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), DEFER_AFTER)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

/** Whether a reply can be shown whole. */
export function fits({ text }: Reply): boolean {
  return rendered(text).length <= MAX_TEXT
}

/** A reply as a message: its words as text, whatever signs they hold. */
export function messageOf({ text, row }: PrivateReply, flags: number) {
  const escaped = rendered(text)
  // A message with buttons may be followed in its place by more words than it has, and can no longer change its kind.
  if (!row && escaped.length <= MAX_CONTENT)
    return { content: escaped, allowedMentions: { parse: [] }, flags }
  return { ...inComponents(escaped, row), flags: flags | MessageFlags.IsComponentsV2 }
}

function inComponents(escaped: string, row?: PrivateReply['row']) {
  const words = { type: ComponentType.TextDisplay as const, content: fitted(escaped, MAX_TEXT) }
  return { components: row ? [words, row] : [words], allowedMentions: { parse: [] } }
}
