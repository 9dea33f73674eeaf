import {
  type ButtonInteraction,
  ComponentType,
  DiscordAPIError,
  InteractionResponseType,
  MessageFlags,
  type RawFile,
  type RESTPostAPIWebhookWithTokenJSONBody,
  type RepliableInteraction,
  Routes,
} from 'discord.js'
import type { Answer } from './encode.js'
import { errorCode } from './error-code.js'
import { fittedMarkup } from './markup.js'
import { fileOf, galleryOf, newFile, refusesPicture } from './picture.js'

/** Discord gives up on an interaction after 3 s and must be told before then that an answer is coming. Milliseconds. */
const DEFER_AFTER = 1_500
/** Discord shows a form only as the first response, so the deferral waits longer. Milliseconds. */
const DEFER_FORM_AFTER = 2_200
/** Discord’s limit for the content of a message, in characters. */
const MAX_CONTENT = 2_000
/** Limit for all texts of a message of components, in characters, with some room left. */
const MAX_TEXT = 3_900
/** The interaction, its token or the message has expired: no one is waiting any more. */
const GONE = new Set<number | string>([10062, 10015, 50027, 10008])
/** The interaction was already answered, by this process or another. */
const ANSWERED = 40060
const LATE = new Set<number | string>([...GONE, ANSWERED])

/** Interaction to answer, for its sender alone. */
export interface Asking {
  readonly interaction: RepliableInteraction
  /** The tapped button is on an ephemeral message, so the answer may replace that. */
  readonly below: boolean
  /** Another program may have answered it already; then there is nothing left to do. */
  readonly held: boolean
  /** Called with the code when Discord no longer accepts an answer, which isn't an error. */
  readonly onLate: (code: string) => void
}

/** Answers with the result of `work`; shows "thinking" first when that takes long. Rejects like the work. */
export async function answerInTime(asking: Asking, work: Promise<Answer>, mayBeForm = false): Promise<void> {
  const { onLate } = asking
  const answer = await soon(work, mayBeForm ? DEFER_FORM_AFTER : DEFER_AFTER)
  if (answer) return await unlessLate(answerAtOnce(asking, answer), onLate)
  const deferred = defer(asking).then(
    () => true,
    // Unless the interaction is gone, Discord may have accepted the deferral, or that of a duplicate.
    (error) => {
      onLate(errorCode(error) ?? 'unreachable')
      return !(error instanceof DiscordAPIError) || !GONE.has(error.code)
    },
  )
  const late = await work
  if (await deferred) await unlessLate(answerDeferred(asking, late), onLate)
}

/**
 * Acknowledges the interaction first, and does the work only if Discord accepted that. After 3 s without a response
 * Discord reports a failure, and the member repeats the command, so late work would be done twice. Resolves with
 * whether the work was done: false when it was too late. Rejects as above, and when it is unknown whether Discord
 * accepted the acknowledgement; then nothing was done, and it says `undone` if possible.
 */
export async function answerIfAwaited(
  asking: Asking,
  work: () => Promise<Answer>,
  undone: Answer,
): Promise<boolean> {
  const { onLate } = asking
  const follow = async (answer: Answer) => await unlessLate(answerDeferred(asking, answer), onLate)
  try {
    // A connection that was just closed is retried; if the first attempt did arrive, the second gets an "already
    // answered" error.
    await defer(asking).catch((error) => {
      if (errorCode(error) !== 'unreachable') throw error
      return defer(asking)
    })
  } catch (error) {
    const code = error instanceof DiscordAPIError ? error.code : undefined
    if (code !== undefined && GONE.has(code)) {
      onLate(String(code))
      return false
    }
    if (code === ANSWERED && asking.held) return true
    if (code !== ANSWERED) {
      // If Discord accepted it after all, the member would wait for an answer for 15 minutes.
      await follow(undone).catch(() => undefined)
      throw error
    }
    // Accepted at an earlier attempt whose confirmation was lost, or for a duplicate of this one: the work is done once
    // per key.
    onLate(String(code))
  }
  await follow(await work())
  return true
}

/** Defers. The first response fixes whether the answer is private; later ones can't change that. */
function defer({ interaction, below }: Asking): Promise<unknown> {
  if (below) return (interaction as ButtonInteraction).deferUpdate()
  return interaction.deferReply({ flags: MessageFlags.Ephemeral })
}

function answerAtOnce({ interaction, below }: Asking, answer: Answer): Promise<unknown> {
  if (answer.modal && 'showModal' in interaction) return interaction.showModal(answer.modal)
  if (below && answer.inPlace)
    return respond(interaction, InteractionResponseType.UpdateMessage, inComponents(answer))
  return orWithoutPicture(answer, (answer) =>
    respond(interaction, InteractionResponseType.ChannelMessageWithSource, forAsker(messageOf(answer))),
  )
}

function answerDeferred({ interaction, below }: Asking, answer: Answer): Promise<unknown> {
  const { client, applicationId, token } = interaction
  return orWithoutPicture(answer, (answer) => {
    const isNew = below && !answer.inPlace
    const message = below && answer.inPlace ? inComponents(answer) : messageOf(answer)
    const { files, ...body } = isNew ? forAsker(message) : message
    const request = { auth: false, body, ...(files && { files }) }
    if (isNew) return client.rest.post(Routes.webhook(applicationId, token), request)
    return client.rest.patch(Routes.webhookMessage(applicationId, token, '@original'), request)
  })
}

/** Sends an answer, and once more without its picture when Discord may have refused that. */
async function orWithoutPicture(answer: Answer, send: (answer: Answer) => Promise<unknown>): Promise<void> {
  const { picture, ...words } = answer
  try {
    await send(answer)
  } catch (error) {
    if (!picture || !refusesPicture(error)) throw error
    await send({ ...words, text: picture.textWithout })
  }
}

/** Responds with a message. Leaner than the client's own methods, because a thousand clicks may be waiting for it. */
function respond(
  { client, id, token }: RepliableInteraction,
  type: InteractionResponseType,
  { files, ...data }: Message,
): Promise<unknown> {
  const route = Routes.interactionCallback(id, token)
  return client.rest.post(route, { auth: false, body: { type, data }, ...(files && { files }) })
}

function forAsker(message: Message): Message {
  return { ...message, flags: (message.flags ?? 0) | MessageFlags.Ephemeral }
}

/** Waits until a response is accepted. Calls `onLate` with the code when Discord no longer wants it. */
export async function unlessLate(response: Promise<unknown>, onLate: Asking['onLate']): Promise<void> {
  try {
    await response
  } catch (error) {
    if (!(error instanceof DiscordAPIError) || !LATE.has(error.code)) throw error
    onLate(String(error.code))
  }
}

async function soon(work: Promise<Answer>, millis: number): Promise<Answer | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), millis)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

/** A message in Discord's format, and the file that it shows. */
type Message = Pick<
  RESTPostAPIWebhookWithTokenJSONBody,
  'content' | 'components' | 'allowed_mentions' | 'attachments'
> & { readonly flags?: number; readonly files?: RawFile[] }

/** Returns an answer as a message; one with buttons, a picture or long text consists of components. */
export function messageOf(answer: Answer): Message {
  const { text, rows, picture } = answer
  // The text that replaces a message with buttons may be longer, and a message can't change its kind.
  if (rows.length > 0 || picture || text.length > MAX_CONTENT) return inComponents(answer)
  return { content: text, allowed_mentions: { parse: [] } }
}

function inComponents({ text, rows, picture }: Answer): Message {
  const words = { type: ComponentType.TextDisplay as const, content: fittedMarkup(text, MAX_TEXT) }
  return {
    components: [
      ...(picture ? [galleryOf(picture.alt)] : []),
      ...(picture && text === '' ? [] : [words]),
      ...rows,
    ],
    ...(picture && { attachments: [newFile(picture.alt)], files: [fileOf(picture)] }),
    allowed_mentions: { parse: [] },
    flags: MessageFlags.IsComponentsV2,
  }
}
