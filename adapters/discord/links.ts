import { type ButtonInteraction, type ChatInputCommandInteraction, MessageFlagsBitField } from 'discord.js'
import { catalogue } from '../../src/i18n/catalogue.js'
import type { Reply } from '../../src/messaging/answers.js'
import {
  type CommandAnswer,
  type LinkCommand,
  linkChats,
  linkPeople,
} from '../../src/messaging/run-command.js'
import type { PrivateReply } from './answer.js'
import type { Asked, Asker } from './asked.js'
import { type Decision, decisionRow, readDecision } from './decision.js'
import type { Desk } from './desk.js'
import { DISCORD_FORMAT } from './markup.js'
import { DISCORD } from './platform.js'

/** What a slash command asks for of links; undefined when it is another command. */
export function readLinkCommand({
  commandName,
  options,
}: ChatInputCommandInteraction): LinkCommand | undefined {
  switch (commandName) {
    case 'link':
    case 'linkme': {
      const code = options.getString('code')
      return { kind: commandName, sure: false, ...(code !== null && { code }) }
    }
    case 'unlink':
    case 'unlinkme':
      return { kind: commandName, sure: false }
    default:
      return undefined
  }
}

/** Does a command, or shows what it would do, with buttons to decide. Rejects only when the app does. */
export async function answerToLinkCommand(
  command: LinkCommand,
  asker: Asker | Asked,
  desk: Desk,
): Promise<PrivateReply> {
  const { reply, unsure } = await run(command, asker, desk)
  return unsure ? { ...reply, row: decisionRow(command, asker.language) } : reply
}

/**
 * What a button below a preview stands for; undefined when it stands below anything else, which must not give way
 * to an answer: cards are for all.
 */
export function decisionBelow({ customId, message }: ButtonInteraction): Decision | undefined {
  const decision = readDecision(customId)
  // A message of a channel that the client does not know comes as it was sent, with a number for its flags.
  const flags = new MessageFlagsBitField(decision && message.flags)
  return flags.has(['Ephemeral', 'IsComponentsV2']) ? decision : undefined
}

/**
 * A tap below a preview: does what the button says by the rights that its tapper has now, or nothing. Two taps
 * are one, and have one answer.
 */
export async function answerToDecision(
  { message }: ButtonInteraction,
  decision: Decision,
  asker: Asker | Asked,
  desk: Desk,
): Promise<Reply> {
  if (decision.kind === 'leave') return { text: catalogue(asker.language).discord.leftAsItWas, tone: 'info' }
  const key = `${DISCORD}:below:${message.id}:${asker.by.user}`
  return (await run(decision, { ...asker, key }, desk)).reply
}

async function run(command: LinkCommand, asker: Asker | Asked, { app }: Desk): Promise<CommandAnswer> {
  const { by, language, key } = asker
  const context = { app, by, language, keyOf: () => key, format: DISCORD_FORMAT }
  switch (command.kind) {
    case 'link':
    case 'unlink': {
      if (!('place' in asker))
        return { reply: { text: catalogue(language).discord.guildOnly, tone: 'bad' }, outcome: 'guild_only' }
      const { place, platformAdmin } = asker
      return await linkChats(command, { ...context, place, platformAdmin: async () => platformAdmin })
    }
    case 'linkme':
    case 'unlinkme':
      return await linkPeople(command, context)
    default:
      return command satisfies never
  }
}
