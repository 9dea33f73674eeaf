import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { EnvelopeView } from '../../../src/app/envelopes/view-envelope.js'
import { Avatar } from './avatar.js'
import { playCoins, vibrate } from './coin-sound.js'
import { useCountUp } from './count-up.js'
import { greetingOf } from './greeting.js'
import { shakeHead } from './motion.js'
import { actorNamed, usePage } from './page.js'

/** The answer to a tap on a seal: an amount, or a sentence. */
export type Opened =
  | { readonly kind: 'won'; readonly amount: number }
  | { readonly kind: 'told'; readonly text: string; readonly refused: boolean }

/** The seal spins for at least a moment and until the answer is here; then the flap lifts and the amount counts up. */
type Stage = 'spinning' | 'waiting' | 'lifting' | 'counting' | 'done'

/** Milliseconds. */
const SPIN = 700
const LIFT = 420
const COUNT = 800
const SENTENCE_FOR = 1_800

const COINS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight']

interface OpeningProps {
  readonly envelope: EnvelopeView
  /** Undefined until the server has answered. */
  readonly opened: Opened | undefined
  /** Shows the answer without motion. */
  readonly atOnce: boolean
  readonly onDone: () => void
  /** Opens the list of who got what. */
  readonly onSheet: () => void
  /** Called when it disappears while it has the focus. */
  readonly onFocusLost: () => void
}

/**
 * The red packet that a visitor has tapped, large, in front of the page. Delays nothing: the request is on its way, and
 * a tap, Escape or a tap elsewhere skips to the answer. The same answer stays in the chat.
 */
export function Opening({ envelope, opened, atOnce, onDone, onSheet, onFocusLost }: OpeningProps) {
  const { model, words, shared, sound } = usePage()
  const [stage, setStage] = useState<Stage>(atOnce ? 'done' : 'spinning')
  const [skipped, setSkipped] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const packet = useRef<HTMLButtonElement>(null)
  const won = opened?.kind === 'won' ? opened.amount : undefined

  useEffect(() => {
    const next = stageAfter(stage, opened, skipped)
    if (!next) return
    const timer = setTimeout(() => (next.stage === 'over' ? onDone() : setStage(next.stage)), next.millis)
    return () => clearTimeout(timer)
  }, [stage, opened, skipped, onDone])

  const skip = () => {
    if (stage === 'done') return onDone()
    setSkipped(true)
    setStage(opened ? 'done' : 'waiting')
  }
  const skipNow = useRef(skip)
  skipNow.current = skip

  useLayoutEffect(() => {
    const [frame, shown, tapped] = [box.current, packet.current, document.activeElement]
    const card = shown?.closest('.card')
    frame?.showPopover()
    // It covers the tapped button.
    if (tapped === document.body || tapped?.closest('.card') === card) shown?.focus({ preventScroll: true })
    return () => {
      if (frame?.contains(document.activeElement)) onFocusLost()
    }
  }, [onFocusLost])

  useEffect(() => {
    const onKey = ({ key }: KeyboardEvent) => {
      if (key === 'Escape') skipNow.current()
    }
    const onPointer = ({ target }: PointerEvent) => {
      if (!box.current?.contains(target as Node)) skipNow.current()
    }
    document.addEventListener('keydown', onKey)
    document.addEventListener('pointerdown', onPointer)
    return () => {
      document.removeEventListener('keydown', onKey)
      document.removeEventListener('pointerdown', onPointer)
    }
  }, [])

  const isOpen = won !== undefined && (stage === 'counting' || stage === 'done')
  useEffect(() => {
    if (!isOpen || !sound) return
    playCoins()
    vibrate(30, 50, 30)
  }, [isOpen, sound])
  const told = stage === 'done' && opened?.kind === 'told' ? opened : undefined
  useEffect(() => {
    if (told?.refused) shakeHead(packet.current)
  }, [told])

  const settled = isOpen && stage === 'done'
  const { name: sender } = envelope.sender
  return (
    <div ref={box} popover="manual" class="opening" data-festival={envelope.theme}>
      <button
        ref={packet}
        type="button"
        class="opened-packet"
        data-stage={stage}
        data-opened={opened?.kind}
        data-testid={settled ? 'reveal' : 'opening'}
        aria-label={settled || told ? undefined : words.card.opening(sender)}
        onClick={skip}
      >
        <span class="packet-flap" aria-hidden="true" />
        <span class="packet-head">
          <Avatar actor={actorNamed(model, sender)} />
          <span>{words.card.from(sender)}</span>
          <span class="packet-greeting">{greetingOf(envelope, shared)}</span>
        </span>
        {isOpen ? (
          <Won amount={won} counting={!settled} />
        ) : (
          <span class="packet-seal" aria-hidden="true">
            {told ? (told.refused ? '🙈' : '✓') : words.card.open}
          </span>
        )}
        {told && <span class="packet-told">{told.text}</span>}
        {isOpen && COINS.map((coin) => <Coin key={coin} flight={coin} />)}
      </button>
      {settled && (
        <button type="button" class="to-sheet" data-testid="to-sheet" onClick={onSheet}>
          {words.card.seeAll} <span aria-hidden="true">›</span>
          <span class="visually-hidden"> #{envelope.envelopeNo}</span>
        </button>
      )}
    </div>
  )
}

function stageAfter(
  stage: Stage,
  opened: Opened | undefined,
  skipped: boolean,
): { readonly stage: Stage | 'over'; readonly millis: number } | undefined {
  switch (stage) {
    case 'spinning':
      return { stage: 'waiting', millis: SPIN }
    case 'waiting':
      return opened && { stage: opened.kind === 'told' || skipped ? 'done' : 'lifting', millis: 0 }
    case 'lifting':
      return { stage: 'counting', millis: LIFT }
    case 'counting':
      return { stage: 'done', millis: COUNT }
    case 'done':
      // An amount stays until the visitor has seen enough of it.
      return opened?.kind === 'told' ? { stage: 'over', millis: SENTENCE_FOR } : undefined
    default:
      return stage satisfies never
  }
}

/** The amount. Screen readers get it once and whole, not as it counts. */
function Won({ amount, counting }: { amount: number; counting: boolean }) {
  const { words, money } = usePage()
  const counted = useCountUp(amount, counting, COUNT)
  return (
    <span class="packet-won">
      <span class="visually-hidden">{money(amount)}</span>
      <span class="reveal-words">{words.card.congratulations}</span>
      <span class="reveal-amount" aria-hidden="true">
        {money(counting ? counted : amount)}
      </span>
      <span class="in-wallet">
        <span aria-hidden="true">✓ </span>
        {words.card.inWallet}
      </span>
    </span>
  )
}

function Coin({ flight }: { flight: string }) {
  return (
    <span class={`coin ${flight}`} aria-hidden="true">
      🪙
    </span>
  )
}
