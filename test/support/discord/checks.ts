import { commandsFaults } from './command-limits.js'
import type { FakeDiscord } from './fake-discord.js'
import { allowedMentionsFaults, isEmpty, messageFaults, pingFault } from './limits.js'
import type { FakeMessage } from './message.js'
import { ApiError, type Command, invalidBody, type SentMessage, V2 } from './shapes.js'

/** Writes the faults down and answers 50035; nothing happens when there are none. */
export function refuse(fake: FakeDiscord, where: string, faults: readonly string[]): void {
  if (faults.length === 0) return
  fake.violations.push(...faults.map((fault) => `${where}: ${fault}`))
  throw invalidBody(faults)
}

/** Commands that are to be registered. */
export function checkedCommands(fake: FakeDiscord, body: unknown): Command[] {
  const sent = body as Command[]
  refuse(fake, 'commands', commandsFaults(sent))
  return sent
}

/** A message that is to be made. A possible ping is written down but, as on Discord, not refused. */
export function checkNew(fake: FakeDiscord, where: string, sent: SentMessage, withFiles = false): void {
  refuse(fake, where, [...messageFaults(sent, sent.flags ?? 0), ...allowedMentionsFaults(sent)])
  if (isEmpty(sent) && !withFiles) throw new ApiError(400, 50006, 'Cannot send an empty message')
  notePing(fake, where, sent)
}

/** Checks an edit and makes it. The components flag cannot be taken away, and an old message must be emptied first. */
export function checkedEdit(fake: FakeDiscord, where: string, message: FakeMessage, sent: SentMessage): void {
  if (message.deleted) throw new ApiError(404, 10008, 'Unknown Message')
  const flags = message.flags | ((sent.flags ?? 0) & V2)
  const faults = [...messageFaults(sent, flags), ...allowedMentionsFaults(sent)]
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
  message.edit(sent)
  fake.changed()
}

function notePing(fake: FakeDiscord, where: string, sent: SentMessage): void {
  const fault = pingFault(sent)
  if (fault) fake.violations.push(`${where}: ${fault}`)
}
