import { useCallback, useRef, useState } from 'preact/hooks'
import type { EnvelopeView } from '../../../src/app/view-envelope.js'
import { duration } from '../../../src/i18n/format.js'
import { Avatar } from './avatar.js'
import { PICTURES } from './festivals.js'
import { actorNamed, type Page, usePage, useTicking } from './page.js'
import { Reveal } from './reveal.js'
import { countdown } from './times.js'

/** So many names stand on a card; the whole list is one tap away. */
const MAX_CLAIMS = 10

/** A red packet as everybody sees it, with its live buttons. */
export function Card({ envelope }: { envelope: EnvelopeView }) {
  const page = usePage()
  const { actor, words } = page
  const [revealed, setRevealed] = useState<{ user: string; amount: number }>()
  const hide = useCallback(() => setRevealed(undefined), [])
  const greeting = greetingOf(envelope, page)
  return (
    <article
      class={`card ${envelope.state}`}
      data-festival={envelope.theme}
      data-testid={`card-${envelope.envelopeNo}`}
      data-state={envelope.state}
      aria-label={words.card.from(envelope.sender.name)}
    >
      <div class="card-front">
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
        <div class="card-seal">
          <GrabButton
            key={actor.user}
            envelope={envelope}
            onGrabbed={(amount) => setRevealed({ user: actor.user, amount })}
          />
        </div>
      </div>
      <div class="card-back">
        <Progress envelope={envelope} />
        <Claims envelope={envelope} />
        <Ending envelope={envelope} />
        <footer class="card-foot">
          <button
            type="button"
            class="quiet"
            data-testid="details"
            onClick={() => void page.details(envelope.envelopeNo)}
          >
            {page.catalogue.card.details}
          </button>
          <Fingerprint envelope={envelope} />
        </footer>
        <p class="envelope-no" data-testid="envelope-no">
          #{envelope.envelopeNo}
        </p>
      </div>
      {revealed?.user === actor.user && <Reveal amount={revealed.amount} onDone={hide} />}
    </article>
  )
}

function greetingOf(envelope: EnvelopeView, { catalogue }: Page): string {
  return envelope.greeting || catalogue.greeting[envelope.theme]
}

function Kind({ envelope }: { envelope: EnvelopeView }) {
  const { catalogue, money } = usePage()
  const { kind, each, chosen: onlyFor } = catalogue.card
  const chosen = envelope.chosen.map((member) => member.name).join(', ')
  return (
    <>
      <span class="chip">{kind[envelope.kind]}</span>
      {envelope.kind === 'equal' && (
        <span class="chip">{each({ amount: money(envelope.total / envelope.count) })}</span>
      )}
      {envelope.audience === 'chosen' && <span class="chip">{onlyFor({ names: chosen })}</span>}
    </>
  )
}

function GrabButton({
  envelope,
  onGrabbed,
}: {
  envelope: EnvelopeView
  onGrabbed: (amount: number) => void
}) {
  const { actor, words, catalogue, money, digits, grab } = usePage()
  const [busy, setBusy] = useState(false)
  // A click whose answer was lost is asked again under the same id.
  const unanswered = useRef<string>(undefined)
  const mine = envelope.claims.find((claim) => claim.member.name === actor.name)
  if (envelope.state !== 'open')
    return (
      <span class="seal" aria-hidden="true">
        {mine ? '🎉' : envelope.state === 'finished' ? '🎊' : '⌛'}
      </span>
    )
  const click = async () => {
    if (busy) return
    setBusy(true)
    unanswered.current ??= crypto.randomUUID()
    const answer = await grab(unanswered.current, envelope.envelopeNo)
    if (answer) unanswered.current = undefined
    if (answer?.outcome === 'grabbed' && answer.amount !== undefined) onGrabbed(answer.amount)
    setBusy(false)
  }
  return (
    <button
      type="button"
      class={mine ? 'grab mine' : 'grab'}
      data-testid="grab"
      aria-label={mine ? words.card.youGot(money(mine.amount)) : words.card.grabOf(envelope.sender.name)}
      aria-busy={busy}
      onClick={() => void click()}
    >
      {mine ? digits(mine.amount) : busy ? '…' : catalogue.card.grab}
    </button>
  )
}

function Progress({ envelope }: { envelope: EnvelopeView }) {
  const { catalogue, money } = usePage()
  const { grabbedCount, grabbedTotal, count, total } = envelope
  const label = catalogue.card.progress({ grabbed: grabbedCount, count })
  return (
    <div class="progress">
      <progress value={grabbedCount} max={count} aria-label={label} />
      <p>
        <span data-testid="progress">{label}</span>
        <span>{catalogue.card.money({ grabbed: money(grabbedTotal), total: money(total) })}</span>
      </p>
    </div>
  )
}

function Claims({ envelope }: { envelope: EnvelopeView }) {
  const { model, words, catalogue, money, language } = usePage()
  if (envelope.claims.length === 0) return null
  const shown = envelope.claims.slice(0, MAX_CLAIMS)
  const hidden = envelope.claims.length - shown.length
  return (
    <ol class="claims" data-testid="claims" aria-label={words.card.results}>
      {shown.map((claim) => (
        <li key={claim.position} class={claim.luckiest ? 'claim luckiest' : 'claim'}>
          <Avatar actor={actorNamed(model, claim.member.name)} small />
          <span class="claim-name">
            {claim.member.name}
            {claim.luckiest && (
              <span class="crown" data-testid="luckiest">
                <span aria-hidden="true">👑</span> {catalogue.card.luckiest}
              </span>
            )}
          </span>
          <span class="claim-time">{duration(claim.at - envelope.createdAt, language)}</span>
          <span class="claim-amount">{money(claim.amount)}</span>
        </li>
      ))}
      {hidden > 0 && <li class="hint">{catalogue.card.more({ count: hidden })}</li>}
    </ol>
  )
}

/** The countdown while an envelope is open, and what became of it afterwards. */
function Ending({ envelope }: { envelope: EnvelopeView }) {
  const { words, catalogue, money, now, language } = usePage()
  const { state, sender, grabbedCount: grabbed, count } = envelope
  const open = state === 'open'
  const left = envelope.deadline - now()
  useTicking(open ? (left < 3_600_000 ? 250 : 10_000) : undefined)
  const refund = { refunded: money(envelope.refunded), sender: sender.name }
  const text = () => {
    switch (state) {
      case 'open':
        return `⏳ ${left > 0 ? catalogue.card.left({ time: countdown(left, language) }) : words.card.ending}`
      case 'finished':
        return `🎊 ${catalogue.card.finished({ time: duration((envelope.endedAt ?? 0) - envelope.createdAt, language) })}`
      case 'expired':
        return `⌛ ${catalogue.card.expired({ grabbed, count, ...refund })}`
      case 'cancelled':
        return `↩️ ${catalogue.card.cancelled(refund)}`
      default:
        return state satisfies never
    }
  }
  return (
    <p class={open && left < 10_000 ? 'ending soon' : 'ending'} data-testid="ending">
      {text()}
    </p>
  )
}

/** The commitment, shortened, to be copied before the first grab and verified after the last. */
function Fingerprint({ envelope }: { envelope: EnvelopeView }) {
  const { actor, words, say } = usePage()
  const [copied, setCopied] = useState(false)
  const { commitment, envelopeNo } = envelope
  const copy = async () => {
    await navigator.clipboard.writeText(commitment).then(
      () => setCopied(true),
      () => setCopied(false),
    )
    setTimeout(() => setCopied(false), 1_500)
  }
  return (
    <span class="fingerprint">
      <button
        type="button"
        class="quiet"
        data-testid="copy-commitment"
        title={`${words.card.sealedHint}: ${commitment}`}
        aria-label={words.card.copy}
        onClick={() => void copy()}
      >
        <span aria-hidden="true">{copied ? '✓' : '🔏'}</span>{' '}
        <code>{copied ? words.card.copied : `${commitment.slice(0, 8)}…`}</code>
      </button>
      <button
        type="button"
        class="quiet"
        data-testid="verify"
        title={words.card.verifyHint}
        onClick={() => void say(actor, crypto.randomUUID(), `/verify ${envelopeNo}`)}
      >
        {words.card.verify}
      </button>
    </span>
  )
}
