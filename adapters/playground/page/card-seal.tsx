import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Claim, EnvelopeView } from '../../../src/app/envelopes/view-envelope.js'
import { cardActions, choiceActions } from '../../../src/commands/red-packet/card.js'
import { wayOnCard } from '../../../src/commands/red-packet/ways/ways.js'
import type { Answer } from '../wire.js'
import { allowDeviceShake, onDeviceShake } from './device-shake.js'
import { shakeHead } from './motion.js'
import { usePage } from './page.js'

interface SealProps {
  envelope: EnvelopeView
  /** The visitor's share. */
  mine: Claim | undefined
  /** Called when a tap that may win is on its way. */
  onTap: () => void
  /** Called with the answer; undefined when it is unknown. */
  onAnswer: (answer: Answer | undefined) => void
  /** Opens the list of who got what. */
  onSheet: () => void
  /** Called when the button disappears while it has the focus. */
  onFocusLost: () => void
}

/** The golden seal: the Grab button while open, then a picture of how it ended. */
export function CardSeal(props: SealProps) {
  const { digits } = usePage()
  const { envelope, mine } = props
  if (envelope.state === 'open') return <GrabButton {...props} />
  return (
    <span class="seal" aria-hidden="true">
      {mine ? digits(mine.amount) : envelope.state === 'finished' ? '🎊' : '⌛'}
    </span>
  )
}

function GrabButton({ envelope, mine, onTap, onAnswer, onSheet, onFocusLost }: SealProps) {
  const { actor, words, language, money, digits, tap } = usePage()
  const [busy, setBusy] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  useLayoutEffect(() => {
    const shown = button.current
    return () => {
      if (document.activeElement === shown) onFocusLost()
    }
  }, [onFocusLost])
  // A click whose answer was lost is repeated under the same id.
  const unanswered = useRef<string>(undefined)
  const way = wayOnCard(envelope, language)
  const grab = cardActions(envelope.envelopeNo, language, way?.button).grab
  const choices = choiceActions(envelope)
  const { name: sender } = envelope.sender
  const number = envelope.envelopeNo
  const face = (): { class: string; label: string; text: string } => {
    if (mine)
      return {
        class: 'grab mine',
        label: words.card.youGot(money(mine.amount), number),
        text: digits(mine.amount),
      }
    if (envelope.audience === 'chosen' && !envelope.chosen.some(({ name }) => name === actor.name))
      return { class: 'grab closed', label: words.card.notForYou(sender, number), text: '🔒' }
    if (sender === actor.name && !envelope.senderMayGrab)
      return { class: 'grab closed', label: words.card.waitingFor(number), text: words.card.waiting }
    return { class: 'grab', label: words.card.grabOf(sender, number), text: grab.label }
  }
  const { class: style, label, text } = face()
  const mayWin = style === 'grab'
  const click = async (data = grab.data) => {
    if (busy) return
    setBusy(true)
    unanswered.current ??= crypto.randomUUID()
    const answering = tap(unanswered.current, data)
    if (mayWin) onTap()
    const answer = await answering
    if (answer) unanswered.current = undefined
    onAnswer(answer)
    if (!mayWin || !answer) shakeHead(button.current)
    setBusy(false)
  }
  const shakes = envelope.way.kind === 'shake' && mayWin
  const shaken = useRef(click)
  shaken.current = click
  useEffect(() => (shakes ? onDeviceShake(() => void shaken.current()) : undefined), [shakes])
  if (choices.length > 0 && mayWin)
    return (
      <fieldset class="choices" aria-label={label} aria-busy={busy}>
        {choices.map((choice) => (
          <button
            key={choice.data}
            type="button"
            class="choice-button"
            data-testid={`choice-${choice.label}`}
            onClick={() => void click(choice.data)}
          >
            {choice.label}
          </button>
        ))}
      </fieldset>
    )
  return (
    <button
      ref={button}
      type="button"
      class={style}
      data-testid="grab"
      aria-label={label}
      aria-busy={busy}
      onClick={() => {
        if (mine) return onSheet()
        if (shakes) void allowDeviceShake()
        void click()
      }}
    >
      {busy && !mine ? '…' : text}
    </button>
  )
}
