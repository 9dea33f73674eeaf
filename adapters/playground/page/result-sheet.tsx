import { useLayoutEffect, useRef } from 'preact/hooks'
import type { Claim, EnvelopeView } from '../../../src/app/envelopes/view-envelope.js'
import { amountShown } from '../../../src/commands/red-packet/amount-shown.js'
import { cardActions } from '../../../src/commands/red-packet/card.js'
import { wayOnCard } from '../../../src/commands/red-packet/ways/ways.js'
import { Avatar } from './avatar.js'
import { ClaimList } from './claim-list.js'
import { Ending } from './ending.js'
import { greetingOf } from './greeting.js'
import { PacketChips } from './packet-chips.js'
import { actorNamed, usePage } from './page.js'

interface SheetProps {
  readonly envelope: EnvelopeView
  /** The visitor's share. */
  readonly mine: Claim | undefined
  readonly onClose: () => void
}

/** All about one red packet: the visitor's amount, its terms, and who got what. It stays current while it is open. */
export function ResultSheet({ envelope, mine, onClose }: SheetProps) {
  const { model, words, shared, money, language, tap } = usePage()
  const dialog = useRef<HTMLDialogElement>(null)
  const { envelopeNo, sender } = envelope
  const titleId = `sheet-${envelopeNo}`
  useLayoutEffect(() => {
    const shown = dialog.current
    const onBackdrop = ({ target }: MouseEvent) => {
      if (target === shown) shown?.close()
    }
    shown?.showModal()
    shown?.addEventListener('click', onBackdrop)
    return () => shown?.removeEventListener('click', onBackdrop)
  }, [])
  const { details, verify, result } = cardActions(envelopeNo, language)
  const hasResult = envelope.state !== 'open' && envelope.pictures && envelope.claims.length > 0
  /** Asks for an answer that stands in the chat. */
  const ask = (data: string) => {
    dialog.current?.close()
    void tap(crypto.randomUUID(), data)
  }
  return (
    <dialog class="sheet" ref={dialog} onClose={onClose} aria-labelledby={titleId} data-testid="sheet">
      <header class="sheet-head" data-festival={envelope.theme}>
        <button
          type="button"
          class="sheet-close"
          data-testid="close-sheet"
          aria-label={words.card.close}
          onClick={() => dialog.current?.close()}
        >
          ✕
        </button>
      </header>
      <div class="sheet-body">
        <Avatar actor={actorNamed(model, sender.name)} />
        <h2 id={titleId}>{words.card.from(sender.name)}</h2>
        <p class="sheet-greeting">{greetingOf(envelope, shared)}</p>
        {mine && (
          <p class="sheet-amount" data-testid="sheet-amount">
            <strong>{money(mine.amount)}</strong>
            <span>{words.card.inWallet}</span>
          </p>
        )}
        <PacketChips envelope={envelope} />
        <Progress envelope={envelope} />
        <p class="sheet-ending">
          <Ending envelope={envelope} />
        </p>
        <ClaimList envelope={envelope} />
      </div>
      <footer class="sheet-foot">
        {hasResult && (
          <button
            type="button"
            class="secondary"
            data-testid="result-picture"
            onClick={() => ask(result.data)}
          >
            {result.label}
          </button>
        )}
        <button type="button" class="secondary" data-testid="details" onClick={() => ask(details.data)}>
          {details.label}
        </button>
        <button
          type="button"
          class="secondary"
          data-testid="verify"
          title={words.card.verifyHint}
          onClick={() => ask(verify.data)}
        >
          {words.card.verify}
        </button>
        <span class="envelope-no" data-testid="envelope-no">
          #{envelopeNo}
        </span>
      </footer>
    </dialog>
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
        <span>{label}</span>
        <span>
          {shared.card.money({ grabbed: amountShown(envelope, grabbedTotal, language), total: money(total) })}
        </span>
      </p>
    </div>
  )
}
