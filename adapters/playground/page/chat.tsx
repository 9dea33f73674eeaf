import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Actor, Message } from '../wire.js'
import { AnswerParts } from './answer-parts.js'
import { Avatar } from './avatar.js'
import { Card } from './card.js'
import { visibleTo } from './model.js'
import { actorNamed, usePage } from './page.js'
import { type QuietLine, withQuietLines } from './quiet-lines.js'
import { dayOf, hourAndMinute } from './times.js'
import { Welcome } from './welcome.js'

/** Distance from the end that still counts as reading along, in pixels. */
const NEAR = 60

/** The messages. The list follows the newest unless the reader has scrolled up. */
export function Chat() {
  const { model, actor, words, language } = usePage()
  const messages = visibleTo(model.messages, actor.user)
  const shown = withQuietLines(messages, actor, language)
  const list = useRef<HTMLElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const following = useRef(true)
  const seen = useRef(0)
  const [unread, setUnread] = useState(0)

  const toEnd = () => {
    const box = list.current
    if (box) box.scrollTop = box.scrollHeight
    following.current = true
    setUnread(0)
  }

  useLayoutEffect(() => {
    const added = messages.length - seen.current
    seen.current = messages.length
    const newest = messages.at(-1)
    const mine = newest?.kind === 'text' ? newest.from === actor.user : newest?.kind === 'private'
    if (added > 0 && (following.current || mine)) toEnd()
    else if (added > 0) setUnread((count) => count + added)
  }, [messages.length])

  // Cards grow with each grab, and the window may be resized: stay at the end if we were there.
  useLayoutEffect(() => {
    const sizes = new ResizeObserver(() => {
      if (following.current) toEnd()
    })
    if (content.current) sizes.observe(content.current)
    if (list.current) sizes.observe(list.current)
    return () => sizes.disconnect()
  }, [])

  const onScroll = () => {
    const box = list.current
    if (!box || box.clientHeight === 0) return
    following.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR
    if (following.current) setUnread(0)
  }

  return (
    <div class="chat">
      <section
        class="messages"
        ref={list}
        onScroll={onScroll}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: keyboard users scroll here
        tabIndex={0}
        aria-label={words.tabs.chat}
        data-testid="messages"
      >
        <div ref={content}>
          {messages.length === 0 && <Welcome />}
          {shown.map((message, index) => {
            const before = shown[index - 1]
            const day = dayOf(message.at, language)
            return (
              <div key={message.id}>
                {(!before || dayOf(before.at, language) !== day) && <p class="day">{day}</p>}
                <Line message={message} before={before} />
              </div>
            )
          })}
        </div>
      </section>
      {unread > 0 && (
        <button type="button" class="pill" data-testid="new-messages" onClick={toEnd}>
          ↓ {words.newMessages(unread)}
        </button>
      )}
    </div>
  )
}

/** Buttons beside a message, for its author. */
function AuthorActions({ author, said }: { author: Actor; said: string }) {
  const { model, actor, language, say } = usePage()
  const offered = model.offers[language].filter(({ onMessage }) => onMessage !== undefined)
  return offered.map(({ name, command, onMessage }) => (
    <button
      key={name}
      type="button"
      class="author-action"
      data-testid={`${name}-author`}
      aria-label={`${onMessage} ${author.name}: ${said}`}
      onClick={() => void say(actor, crypto.randomUUID(), command, author.user)}
    >
      {onMessage}
    </button>
  ))
}

interface LineProps {
  message: Message | QuietLine
  before: Message | QuietLine | undefined
}

function Line({ message, before }: LineProps) {
  const { model, actor, words, shared, language, tap } = usePage()
  const time = (
    <time dateTime={new Date(message.at).toISOString()}>{hourAndMinute(message.at, language)}</time>
  )
  switch (message.kind) {
    case 'text': {
      const from = model.actors.find(({ user }) => user === message.from)
      const mine = message.from === actor.user
      const goesOn =
        before?.kind === 'text' && before.from === message.from && message.at - before.at < 120_000
      return (
        <div class={`line ${mine ? 'mine' : ''} ${goesOn ? 'goes-on' : ''}`} data-testid="message">
          <Avatar actor={from} />
          <div class="said">
            {!goesOn && <p class="from">{from?.name ?? message.from}</p>}
            <p class={message.text.startsWith('/') ? 'bubble command' : 'bubble'}>{message.text}</p>
          </div>
          <span class="beside">
            {time}
            {!mine && from && <AuthorActions author={from} said={message.text} />}
          </span>
        </div>
      )
    }
    case 'card': {
      const sender = actorNamed(model, message.envelope.sender.name)
      return (
        <div class={sender?.user === actor.user ? 'line mine with-card' : 'line with-card'}>
          <Avatar actor={sender} />
          <Card envelope={message.envelope} />
        </div>
      )
    }
    case 'quiet':
      return (
        <p class="quiet-line" data-testid="quiet">
          {message.text}
        </p>
      )
    case 'result':
      return (
        <p class="result" data-testid="result">
          {shared.result(message.envelope)}
        </p>
      )
    case 'notice':
      return (
        <div class="private info" data-testid="private" data-tone="info">
          <p class="only-you">
            <span aria-hidden="true">👁</span> {words.onlyYou(actor.name)} {time}
          </p>
          <p class="private-text">{message.text[language]}</p>
        </div>
      )
    case 'private':
      return (
        <div class={`private ${message.tone}`} data-testid="private" data-tone={message.tone}>
          <p class="only-you">
            <span aria-hidden="true">👁</span> {words.onlyYou(actor.name)} {time}
          </p>
          {message.picture && (
            <img class="answer-picture" src={message.picture.url} alt={message.picture.alt} />
          )}
          {message.parts ? (
            message.parts.length > 0 && <AnswerParts parts={message.parts} />
          ) : (
            <p class="private-text">{message.text}</p>
          )}
          {message.actions?.map((row) => (
            <p key={row[0]?.data} class="private-actions">
              {row.map(({ label, data, style }) => (
                <button
                  key={data}
                  type="button"
                  class={style === undefined ? 'secondary' : 'primary'}
                  data-testid="action"
                  aria-label={`${label}: ${message.text.split('\n')[0]}`}
                  onClick={() => void tap(crypto.randomUUID(), data, message.id)}
                >
                  {label}
                </button>
              ))}
            </p>
          ))}
        </div>
      )
    default:
      return message satisfies never
  }
}
