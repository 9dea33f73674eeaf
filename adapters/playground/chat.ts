import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import type { EnvelopeView } from '../../src/app/envelopes/view-envelope.js'
import type { Log } from '../../src/log.js'
import { newestMessages } from './newest-messages.js'
import type { Message } from './wire.js'

/** Messages that the chat stores; private answers never are. */
export type KeptMessage = Exclude<Message, { kind: 'private' }>

/** Delay before edits and lines are written, counted from the first. Milliseconds. */
const WRITE_AFTER = 500

const kind = z.enum(['text', 'card', 'result', 'notice'])
// Only this program writes the file, so the rest of a message is trusted.
const message = z.looseObject({ id: z.string(), at: z.number(), kind })
const file = z.object({ version: z.literal(1), messages: z.array(message) })

/**
 * The playground's own chat service, in the place of a platform's servers. It knows messages by id, keeps the newest
 * ones and the open cards, and survives a restart in a file of its own, which holds no money and may be lost.
 */
export class Chat {
  private messages: KeptMessage[]
  private timer: NodeJS.Timeout | undefined
  private closed = false

  /** `onMessage` is called with every new or changed message. */
  constructor(
    private readonly path: string,
    private readonly log: Log,
    private readonly onMessage: (message: KeptMessage) => void,
  ) {
    this.messages = read(path, log)
  }

  /** Oldest first. */
  all(): readonly KeptMessage[] {
    return this.messages
  }

  has(id: string): boolean {
    return this.messages.some((message) => message.id === id)
  }

  /** Adds a line, a result or a notice; does nothing when the id is known. */
  say(message: KeptMessage & { kind: 'text' | 'result' | 'notice' }): void {
    if (this.has(message.id)) return
    this.add(message)
    this.writeSoon()
  }

  /** Adds a card and writes it to disk at once, because the database will refer to it. A known id means an edit. */
  postCard(id: string, at: number, envelope: EnvelopeView): void {
    if (this.editCard(id, envelope)) return
    this.add({ id, at, kind: 'card', envelope })
    this.write()
  }

  /** Replaces a card; false when it doesn't exist. */
  editCard(id: string, envelope: EnvelopeView): boolean {
    const index = this.messages.findIndex((message) => message.id === id)
    const known = this.messages[index]
    if (known?.kind !== 'card') return false
    // A card keeps the cover with which it was posted, as on other platforms.
    const { cover } = known.envelope
    const { cover: _, ...current } = envelope
    const message = { ...known, envelope: { ...current, ...(cover && { cover }) } }
    this.messages[index] = message
    this.onMessage(message)
    this.writeSoon()
    return true
  }

  /** Writes pending changes. Later changes are written at once. */
  close(): void {
    this.closed = true
    if (this.timer) this.write()
  }

  private add(message: KeptMessage): void {
    this.messages.push(message)
    this.messages = newestMessages(this.messages)
    this.onMessage(message)
  }

  private writeSoon(): void {
    if (this.closed) this.write()
    else this.timer ??= setTimeout(() => this.write(), WRITE_AFTER)
  }

  private write(): void {
    clearTimeout(this.timer)
    this.timer = undefined
    try {
      // A reader, or a start after a crash, sees the old file or the new one, never half of one.
      writeFileSync(`${this.path}.new`, JSON.stringify({ version: 1, messages: this.messages }))
      renameSync(`${this.path}.new`, this.path)
    } catch (error) {
      this.log.warn(
        { err: error, file: this.path },
        'the chat could not be written; the money is not affected',
      )
    }
  }
}

function read(path: string, log: Log): KeptMessage[] {
  try {
    const { messages } = file.parse(JSON.parse(readFileSync(path, 'utf8')))
    return newestMessages(messages as unknown as KeptMessage[])
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      log.warn(
        { err: error, file: path },
        'the chat could not be read and starts empty; the money is not affected',
      )
    return []
  }
}
