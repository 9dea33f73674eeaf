import { checkedAttachments, type FakeAttachment, type SentFile } from './attachments.js'
import { commandsFaults } from './command-limits.js'
import type { FakeDiscord } from './fake-discord.js'
import { allowedMentionsFaults, isEmpty, messageFaults, pingFault } from './limits.js'
import type { FakeMessage } from './message.js'
import { ApiError, type Command, invalidBody, type SentMessage, V2 } from './shapes.js'

/** Records the faults and answers 50035; does nothing when there are none. */
export function refuse(fake: FakeDiscord, where: string, faults: readonly string[]): void {
  if (faults.length === 0) return
  fake.violations.push(...faults.map((fault) => `${where}: ${fault}`))
  throw invalidBody(faults)
}

/** Checks commands before their registration. */
export function checkedCommands(fake: FakeDiscord, body: unknown): Command[] {
  const sent = body as Command[]
  refuse(fake, 'commands', commandsFaults(sent))
  return sent
}

/** Checks a new message, and returns its files. Records a possible ping but, like Discord, doesn't refuse it. */
export function checkNew(
  fake: FakeDiscord,
  where: string,
  sent: SentMessage,
  files: readonly SentFile[] = [],
): readonly FakeAttachment[] {
  const { attachments, faults } = checkedAttachments(sent, sent.flags ?? 0, files)
  refuse(fake, where, [...messageFaults(sent, sent.flags ?? 0), ...faults, ...allowedMentionsFaults(sent)])
  if (isEmpty(sent) && attachments.length === 0)
    throw new ApiError(400, 50006, 'Cannot send an empty message')
  notePing(fake, where, sent)
  return attachments
}

/** Checks an edit and applies it. The components flag can't be removed, and an old message must be emptied first. */
export function checkedEdit(
  fake: FakeDiscord,
  where: string,
  message: FakeMessage,
  sent: SentMessage,
  files: readonly SentFile[] = [],
): void {
  if (message.deleted) throw new ApiError(404, 10008, 'Unknown Message')
  const flags = message.flags | ((sent.flags ?? 0) & V2)
  const { attachments, faults: wrong } = checkedAttachments(sent, flags, files, message.attachments)
  const faults = [...messageFaults(sent, flags), ...wrong, ...allowedMentionsFaults(sent)]
  if (flags & V2 && sent.content === undefined && message.content !== '')
    faults.push('content: set it to null to switch to components')
  if (flags & V2 && sent.embeds === undefined && message.embeds.length > 0)
    faults.push('embeds: set them to [] to switch to components')
  refuse(fake, where, faults)
  const after = {
    content: sent.content === undefined ? message.content : sent.content,
    embeds: sent.embeds === undefined ? [...message.embeds] : sent.embeds,
    components: sent.components === undefined ? message.components : sent.components,
  }
  if (isEmpty(after)) throw new ApiError(400, 50006, 'Cannot send an empty message')
  notePing(fake, where, sent)
  message.edit(sent, attachments)
  fake.changed()
}

function notePing(fake: FakeDiscord, where: string, sent: SentMessage): void {
  const fault = pingFault(sent)
  if (fault) fake.violations.push(`${where}: ${fault}`)
}
