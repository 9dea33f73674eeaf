import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { EnvelopeView } from '../../../src/app/envelopes/view-envelope.js'
import { wayOnCard } from '../../../src/commands/red-packet/ways/ways.js'
import { list } from '../../../src/i18n/format.js'
import type { Answer } from '../wire.js'
import { Avatar } from './avatar.js'
import { CardSeal } from './card-seal.js'
import { Ending } from './ending.js'
import { PICTURES } from './festivals.js'
import { greetingOf } from './greeting.js'
import { prefersStillness } from './motion.js'
import { type Opened, Opening } from './opening.js'
import { OwnCover } from './own-cover.js'
import { PacketChips } from './packet-chips.js'
import { actorNamed, usePage } from './page.js'
import { ResultSheet } from './result-sheet.js'

/** A tap on the seal, and its answer once it is here. */
interface Tapped {
  readonly user: string
  readonly atOnce: boolean
  readonly opened?: Opened
}

/** A red packet in the chat, with its seal; the rest of it opens the list of who got what. */
export function Card({ envelope }: { envelope: EnvelopeView }) {
  const { actor, words, shared, won } = usePage()
  const { envelopeNo } = envelope
  const [tapped, setTapped] = useState<Tapped>()
  const [sheet, setSheet] = useState(false)
  const card = useRef<HTMLElement>(null)
  const mine = envelope.claims.find((claim) => claim.member.name === actor.name)
  // A sentence is in the chat anyway: without motion, only an amount is worth a picture.
  const shown =
    tapped?.user === actor.user && (!tapped.atOnce || tapped.opened?.kind === 'won') ? tapped : undefined
  const hide = useCallback(() => setTapped(undefined), [])
  useEffect(() => {
    if (won?.envelopeNo !== envelopeNo) return
    const { user, amount } = won
    setTapped({ user, atOnce: prefersStillness(), opened: { kind: 'won', amount } })
  }, [won, envelopeNo])
  // Removing a focused button would send keyboard users to the top of the page.
  const focusLost = useRef(false)
  const onFocusLost = useCallback(() => {
    focusLost.current = true
  }, [])
  useLayoutEffect(() => {
    if (!focusLost.current || shown || sheet) return
    focusLost.current = false
    const next = ['.grab', '.card-foot'].map((part) => card.current?.querySelector<HTMLElement>(part))
    next.find((part) => part)?.focus({ preventScroll: true })
  })
  const onAnswer = (answer: Answer | undefined) => {
    const opened = openedBy(answer)
    setTapped((before) => before && opened && { ...before, opened })
  }
  const openSheet = () => {
    hide()
    setSheet(true)
  }
  return (
    <article
      ref={card}
      class={`card ${envelope.state} ${mine ? 'taken' : ''}`}
      data-festival={envelope.theme}
      data-testid={`card-${envelopeNo}`}
      data-state={envelope.state}
      aria-label={words.card.from(envelope.sender.name)}
    >
      <div class="card-front">
        <OwnCover cover={envelope.cover} />
        <span class="card-picture" aria-hidden="true">
          {PICTURES[envelope.theme]}
        </span>
        <div class="card-words">
          <p class="card-sender">{words.card.from(envelope.sender.name)}</p>
          <p class="card-greeting" data-testid="greeting">
            {greetingOf(envelope, shared)}
          </p>
        </div>
        <PacketChips envelope={envelope} />
        <CardSeal
          key={actor.user}
          {...{ envelope, mine, onAnswer, onFocusLost, onSheet: openSheet }}
          onTap={() => setTapped({ user: actor.user, atOnce: prefersStillness() })}
        />
      </div>
      <button type="button" class="card-foot" data-testid="open-sheet" onClick={() => setSheet(true)}>
        <GrabbedBy envelope={envelope} />
        <span class="card-state">
          {envelope.state === 'open' && <Progress envelope={envelope} />}{' '}
          <span data-testid="ending">
            <Ending envelope={envelope} />
          </span>
        </span>
        <span class="visually-hidden">{words.card.whoGotWhat(envelopeNo)}</span>
        <span class="card-more" aria-hidden="true">
          ›
        </span>
      </button>
      {sheet && <ResultSheet envelope={envelope} mine={mine} onClose={() => setSheet(false)} />}
      {shown && (
        <Opening
          {...{ envelope, onFocusLost }}
          opened={shown.opened}
          atOnce={shown.atOnce}
          onDone={hide}
          onSheet={openSheet}
        />
      )}
    </article>
  )
}

/** Returns what the opened packet shows; nothing when the answer is unknown, or is a form. */
function openedBy(answer: Answer | undefined): Opened | undefined {
  if (answer?.outcome === 'grabbed' && answer.amount !== undefined)
    return { kind: 'won', amount: answer.amount }
  if (answer?.message?.kind !== 'private') return undefined
  const { text, tone } = answer.message
  return { kind: 'told', text: text.split('\n')[0] ?? '', refused: tone !== 'good' }
}

function Progress({ envelope }: { envelope: EnvelopeView }) {
  const { shared, language } = usePage()
  const { grabbedCount: grabbed, count } = envelope
  return (
    <span data-testid="progress">
      {wayOnCard(envelope, language)?.state ?? shared.card.progress({ grabbed, count })}
    </span>
  )
}

/** Faces on a card; the sheet has everyone. */
const MOST_FACES = 4

/** The faces of those who grabbed last. */
function GrabbedBy({ envelope: { claims } }: { envelope: EnvelopeView }) {
  const { model, language } = usePage()
  if (claims.length === 0) return null
  const names = claims.map(({ member }) => member.name)
  return (
    <span class="faces" data-testid="grabbed-by">
      {claims.slice(-MOST_FACES).map(({ position, member }) => (
        <Avatar key={position} actor={actorNamed(model, member.name)} small />
      ))}
      <span class="visually-hidden">{list(names, language)}</span>
    </span>
  )
}
