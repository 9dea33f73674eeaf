import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Claim, EnvelopeView } from '../../../src/app/envelopes/view-envelope.js'
import { amountShown } from '../../../src/commands/red-packet/amount-shown.js'
import { cardActions, choiceActions } from '../../../src/commands/red-packet/card.js'
import { conditionLines } from '../../../src/commands/red-packet/conditions/conditions.js'
import { conditionsWords } from '../../../src/commands/red-packet/conditions/conditions-words.js'
import { wayOnCard } from '../../../src/commands/red-packet/way-on-card.js'
import { scheduleSay } from '../../../src/commands/schedule/words.js'
import { dateTime, duration, list } from '../../../src/i18n/format.js'
import { Avatar } from './avatar.js'
import { allowDeviceShake, onDeviceShake } from './device-shake.js'
import { PICTURES } from './festivals.js'
import { actorNamed, type Page, usePage, useTicking } from './page.js'
import { Reveal } from './reveal.js'
import { countdown } from './times.js'

/** Names on a card; the whole list is one tap away. */
const MAX_CLAIMS = 10

/** A red packet as everyone sees it, with its live buttons. */
export function Card({ envelope }: { envelope: EnvelopeView }) {
  const page = usePage()
  const { actor, words } = page
  const [revealed, setRevealed] = useState<{ user: string; amount: number }>()
  const hide = useCallback(() => setRevealed(undefined), [])
  const shown = revealed?.user === actor.user
  const card = useRef<HTMLElement>(null)
  // Removing a focused button would send keyboard users to the top of the page.
  const focusLost = useRef(false)
  const onFocusLost = useCallback(() => {
    focusLost.current = true
  }, [])
  useLayoutEffect(() => {
    if (!focusLost.current || shown) return
    focusLost.current = false
    const next = ['.grab', '.claims', '.ending'].map((part) => card.current?.querySelector<HTMLElement>(part))
    next.find((part) => part)?.focus({ preventScroll: true })
  })
  const greeting = greetingOf(envelope, page)
  const { details } = cardActions(envelope.envelopeNo, page.language)
  return (
    <article
      ref={card}
      class={`card ${envelope.state}`}
      data-festival={envelope.theme}
      data-testid={`card-${envelope.envelopeNo}`}
      data-state={envelope.state}
      aria-label={words.card.from(envelope.sender.name)}
    >
      <div class="card-front" inert={shown}>
        <span class="card-picture" aria-hidden="true">
          {PICTURES[envelope.theme]}
        </span>
        <p class="card-sender">{words.card.from(envelope.sender.name)}</p>
        <p class="card-greeting" data-testid="greeting">
          {greeting}
        </p>
        <p class="card-kind">
          <Kind envelope={envelope} />
        </p>
        {envelope.lateFor !== undefined && (
          <p class="card-kind">
            {scheduleSay[page.language].late({ time: dateTime(envelope.lateFor, page.language) })}
          </p>
        )}
        <div class="card-seal">
          <Seal
            key={actor.user}
            envelope={envelope}
            onGrabbed={(amount) => setRevealed({ user: actor.user, amount })}
            onFocusLost={onFocusLost}
          />
        </div>
      </div>
      <div class="card-back" inert={shown}>
        <Progress envelope={envelope} />
        <Claims envelope={envelope} />
        <Ending envelope={envelope} />
        <footer class="card-foot">
          <button
            type="button"
            class="quiet"
            data-testid="details"
            aria-label={words.card.detailsOf(envelope.sender.name, envelope.envelopeNo)}
            onClick={() => void page.tap(crypto.randomUUID(), details.data)}
          >
            {details.label}
          </button>
          <VerifyButton envelope={envelope} />
        </footer>
        <p class="envelope-no" data-testid="envelope-no">
          #{envelope.envelopeNo}
        </p>
      </div>
      {shown && <Reveal amount={revealed.amount} onDone={hide} onFocusLost={onFocusLost} />}
    </article>
  )
}

function greetingOf(envelope: EnvelopeView, { shared }: Page): string {
  return envelope.greeting || shared.greeting[envelope.theme]
}

function Kind({ envelope }: { envelope: EnvelopeView }) {
  const { shared, money, language } = usePage()
  const { kind, card } = shared
  const way = wayOnCard(envelope, language)
  const chosen = list(
    envelope.chosen.map((member) => member.name),
    language,
  )
  return (
    <>
      <span class="chip">{kind[envelope.kind]}</span>
      {envelope.kind === 'equal' && (
        <span class="chip">{card.each({ amount: money(envelope.total / envelope.count) })}</span>
      )}
      {envelope.audience === 'chosen' && <span class="chip">{card.chosen({ names: chosen })}</span>}
      {way?.how && <span class="chip">{way.how}</span>}
      {conditionLines(envelope, language).map((line) => (
        <span key={line} class="chip">
          {line}
        </span>
      ))}
    </>
  )
}

interface SealProps {
  envelope: EnvelopeView
  onGrabbed: (amount: number) => void
  /** Called when the button disappears while it has the focus. */
  onFocusLost: () => void
}

/** The golden seal: the Grab button while open, then a picture of how it ended. */
function Seal(props: SealProps) {
  const { actor } = usePage()
  const { state, claims } = props.envelope
  const mine = claims.find((claim) => claim.member.name === actor.name)
  if (state === 'open') return <GrabButton {...props} mine={mine} />
  return (
    <span class="seal" aria-hidden="true">
      {mine ? '🎉' : state === 'finished' ? '🎊' : '⌛'}
    </span>
  )
}

function GrabButton({ envelope, mine, onGrabbed, onFocusLost }: SealProps & { mine: Claim | undefined }) {
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
  const click = async (data = grab.data) => {
    if (busy) return
    setBusy(true)
    unanswered.current ??= crypto.randomUUID()
    const answer = await tap(unanswered.current, data)
    if (answer) unanswered.current = undefined
    if (answer?.outcome === 'grabbed' && answer.amount !== undefined) onGrabbed(answer.amount)
    setBusy(false)
  }
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
  const shakes = envelope.way.kind === 'shake' && style === 'grab'
  const shaken = useRef(click)
  shaken.current = click
  useEffect(() => (shakes ? onDeviceShake(() => void shaken.current()) : undefined), [shakes])
  if (choices.length > 0 && style === 'grab')
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
        if (shakes) void allowDeviceShake()
        void click()
      }}
    >
      {busy && !mine ? '…' : text}
    </button>
  )
}

function Progress({ envelope }: { envelope: EnvelopeView }) {
  const { shared, money, language } = usePage()
  const { grabbedCount, grabbedTotal, count, total } = envelope
  const way = envelope.state === 'open' ? wayOnCard(envelope, language) : undefined
  const label = way?.state ?? shared.card.progress({ grabbed: grabbedCount, count })
  return (
    <div class="progress">
      <progress value={grabbedCount} max={count} aria-label={label} />
      <p>
        <span data-testid="progress">{label}</span>
        <span>
          {shared.card.money({ grabbed: amountShown(envelope, grabbedTotal, language), total: money(total) })}
        </span>
      </p>
    </div>
  )
}

function Claims({ envelope }: { envelope: EnvelopeView }) {
  const { model, words, shared, language, actor } = usePage()
  if (envelope.claims.length === 0) return null
  const shown = envelope.claims.slice(0, MAX_CLAIMS)
  // Members with a share see what the others got.
  const isIn = envelope.claims.some(({ member }) => member.name === actor.name)
  const seen = isIn ? { ...envelope, hidesAmounts: false } : envelope
  const hidden = envelope.claims.length - shown.length
  return (
    <ol class="claims" data-testid="claims" tabIndex={-1} aria-label={words.card.results}>
      {shown.map((claim) => (
        <li key={claim.position} class={claim.luckiest ? 'claim luckiest' : 'claim'}>
          <Avatar actor={actorNamed(model, claim.member.name)} small />
          <span class="claim-name">
            {claim.member.name}
            {claim.said !== undefined && (
              <span class="claim-said">{conditionsWords[language].said({ said: claim.said })}</span>
            )}
            {claim.luckiest && (
              <span class="crown" data-testid="luckiest">
                <span aria-hidden="true">👑</span> {shared.card.luckiest}
              </span>
            )}
          </span>
          {!wayOnCard(envelope, language)?.claim && (
            <span class="claim-time">{duration(claim.at - envelope.createdAt, language)}</span>
          )}
          <span class="claim-amount">{amountShown(seen, claim.amount, language)}</span>
        </li>
      ))}
      {hidden > 0 && <li class="hint">{shared.card.more({ count: hidden })}</li>}
    </ol>
  )
}

/** The countdown while an envelope is open, then how it ended. */
function Ending({ envelope }: { envelope: EnvelopeView }) {
  const { words, shared, money, now, language } = usePage()
  const { state, sender, grabbedCount: grabbed, count } = envelope
  const open = state === 'open'
  const left = envelope.deadline - now()
  useTicking(open ? (left < 3_600_000 ? 250 : 10_000) : undefined)
  const refund = { refunded: money(envelope.refunded), sender: sender.name }
  const way = wayOnCard(envelope, language)
  const text = () => {
    if (!open && way?.state !== undefined) return `${state === 'finished' ? '🎊' : '⌛'} ${way.state}`
    switch (state) {
      case 'open':
        return `⏳ ${left > 0 ? words.card.left(countdown(left, language)) : words.card.ending}`
      case 'finished':
        return `🎊 ${shared.card.finished({ time: duration((envelope.endedAt ?? 0) - envelope.createdAt, language) })}`
      case 'expired':
        return `⌛ ${shared.card.expired({ grabbed, count, ...refund })}`
      case 'cancelled':
        return `↩️ ${shared.card.cancelled(refund)}`
      default:
        return state satisfies never
    }
  }
  return (
    <p class={open && left < 10_000 ? 'ending soon' : 'ending'} data-testid="ending" tabIndex={-1}>
      {text()}
    </p>
  )
}

/** The button that shows the commitment, and after the end whether the shares match it. */
function VerifyButton({ envelope }: { envelope: EnvelopeView }) {
  const { words, language, tap } = usePage()
  const { envelopeNo, sender } = envelope
  return (
    <button
      type="button"
      class="quiet"
      data-testid="verify"
      aria-label={words.card.verifyOf(sender.name, envelopeNo)}
      title={words.card.verifyHint}
      onClick={() => void tap(crypto.randomUUID(), cardActions(envelopeNo, language).verify.data)}
    >
      {words.card.verify}
    </button>
  )
}
