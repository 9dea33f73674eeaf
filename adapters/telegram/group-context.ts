import type { Message } from 'telegraf/types'
import type { Community } from '../../src/core/community.js'
import type { Person } from '../../src/core/person.js'
import { catalogue } from '../../src/i18n/catalogue.js'
import { shortened } from '../../src/messaging/answers.js'
import type { CommandContext } from '../../src/messaging/run-command.js'
import { languageOf, personOf, placeOf, TELEGRAM } from './asked.js'
import type { Desk } from './desk.js'
import { type Line, whoIs } from './mentions.js'
import { TELEGRAM_FORMAT } from './times.js'
import { quoted } from './unlinked.js'

/** What a typed command needs of a group. */
export function groupContext(
  message: Message,
  line: Line,
  { currency, rules }: Community,
  desk: Desk,
): CommandContext {
  const from = message.from as NonNullable<Message['from']>
  const place = placeOf(message)
  const language = languageOf(from)
  const words = catalogue(language).telegram
  /** Telegram is asked once about each name, however often it stands in the line. */
  const called = new Map<string, Promise<Person | undefined>>()
  const personCalled = (typed: string) => {
    const handle = typed.toLowerCase()
    const person = called.get(handle) ?? desk.personCalled(place.chat, handle)
    called.set(handle, person)
    return person
  }
  return {
    ...{ app: desk.app, place, by: personOf(from), language, currency, prove: desk.prove },
    ...{ allowed: rules, format: TELEGRAM_FORMAT, quoted },
    keyOf: (kind) => `${TELEGRAM}:${kind}:${place.chat}:${message.message_id}`,
    platformAdmin: () => desk.administers(place.chat, String(from.id)),
    personNamed: async (name) => {
      const meant = whoIs(name, line)
      const refused = (text: string) => ({ reply: { text, tone: 'bad' as const } })
      if (!meant) return refused(words.howToMention({ name: quoted(shortened(name)) }))
      if ('user' in meant) return meant.user.is_bot ? refused(words.noBots) : personOf(meant.user)
      return (await personCalled(meant.handle)) ?? refused(words.unknownHandle({ handle: meant.handle }))
    },
  }
}
