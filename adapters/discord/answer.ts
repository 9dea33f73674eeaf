import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  ComponentType,
  DiscordAPIError,
  type InteractionEditReplyOptions,
  InteractionResponseType,
  MessageFlags,
  type RepliableInteraction,
  Routes,
} from 'discord.js'
import type { Reply } from '../../src/messaging/answers.js'
import { errorCode } from './error-code.js'
import { fitted, MAX_CONTENT, plain } from './markup.js'

/** A reply that may have a row of buttons below its words. */
export interface PrivateReply extends Reply {
  readonly row?: APIActionRowComponent<APIButtonComponentWithCustomId>
}

/** Discord gives up on an interaction after 3 s; by then it must have heard that an answer comes. Milliseconds. */
const DEFER_AFTER = 1_500
/** The most that the texts of one message may hold when they are components. */
const MAX_TEXT = 3_900
/** The interaction is too old, or its token is, or the message: nobody waits for this any more. */
const GONE = new Set<number | string>([10062, 10015, 50027, 10008])
/** Or somebody else answered already. */
const LATE = new Set<number | string>([...GONE, 40060])

/**
 * Answers privately with what `work` gives. Says "thinking" first when that takes long. Rejects with what the
 * work rejected with; that Discord no longer wants the answer is no error, and `onLate` is told the code.
 */
export async function answerPrivately(
  interaction: RepliableInteraction,
  work: Promise<PrivateReply>,
  onLate: (code: string) => void,
): Promise<void> {
  const reply = await soon(work)
  if (reply) {
    return await unlessLate(replyAtOnce(interaction, reply), onLate)
  }
  // Whether an answer is private is settled by the first response; the edit cannot change it.
  const deferred = interaction.deferReply({ flags: MessageFlags.Ephemeral }).then(
    () => true,
    // Unless nobody waits any more it may have been taken all the same, by Discord or for a copy of this.
    (error) => {
      onLate(errorCode(error) ?? 'unreachable')
      return !(error instanceof DiscordAPIError) || !GONE.has(error.code)
    },
  )
  const message = messageOf(await work, 0) as InteractionEditReplyOptions
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
  return plain(text).length <= MAX_TEXT
}

/** A reply as a message: its words as text, whatever signs they hold. */
export function messageOf({ text, row }: PrivateReply, flags: number) {
  const escaped = plain(text)
  const allowedMentions = { parse: [] }
  if (escaped.length <= MAX_CONTENT)
    return { content: escaped, ...(row && { components: [row] }), allowedMentions, flags }
  const content = { type: ComponentType.TextDisplay, content: fitted(escaped, MAX_TEXT) }
  const components = row ? [content, row] : [content]
  return { components, allowedMentions, flags: flags | MessageFlags.IsComponentsV2 }
}
