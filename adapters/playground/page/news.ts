import { useEffect, useRef, useState } from 'preact/hooks'
import type { Actor, Language, Message } from '../wire.js'
import { type Model, visibleTo } from './model.js'
import type { SharedWords } from './shared-words.js'
import type { Words } from './words.js'

/** Announces new chat messages to screen readers. The list itself isn't live: its countdowns would never be silent. */
export function useNews(
  model: Model,
  actor: Actor | undefined,
  { words, shared, language }: { words: Words; shared: SharedWords; language: Language },
): string {
  const known = useRef<Set<string>>(undefined)
  const [news, setNews] = useState('')
  useEffect(() => {
    if (!actor) return
    const first = known.current === undefined
    const seen = known.current ?? new Set<string>()
    known.current = seen
    const fresh = visibleTo(model.messages, actor.user).filter(({ id }) => !seen.has(id))
    for (const { id } of model.messages) seen.add(id)
    const heard = fresh.filter((message) => message.kind !== 'text' || message.from !== actor.user)
    if (!first && heard.length > 0) setNews(heard.map(spoken).join(' '))

    function spoken(message: Message): string {
      switch (message.kind) {
        case 'text':
          return `${model.actors.find(({ user }) => user === message.from)?.name ?? message.from}: ${message.text}`
        case 'card': {
          const { sender, greeting, theme } = message.envelope
          return words.sentPacket(sender.name, greeting || shared.greeting[theme])
        }
        case 'result':
          return shared.result(message.envelope)
        case 'notice':
          return message.text[language]
        case 'private':
          return message.text
        default:
          return message satisfies never
      }
    }
  }, [model.messages, actor?.user])
  return news
}
