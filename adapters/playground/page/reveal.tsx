import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { usePage } from './page.js'

const SHOWN_FOR = 3_200
const COINS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight']

/** Shows the amount that the visitor has just grabbed, large, over the card. The same text stays in the chat below. */
export function Reveal({
  amount,
  onDone,
  onFocusLost,
}: {
  amount: number
  onDone: () => void
  /** Called when the amount disappears while it has the focus. */
  onFocusLost: () => void
}) {
  const { words, money } = usePage()
  const button = useRef<HTMLButtonElement>(null)
  // It covers the tapped button, which can't keep the focus.
  useLayoutEffect(() => {
    const shown = button.current
    const tapped = document.activeElement
    if (tapped === document.body || tapped?.closest('.card') === shown?.closest('.card'))
      shown?.focus({ preventScroll: true })
    return () => {
      if (document.activeElement === shown) onFocusLost()
    }
  }, [onFocusLost])
  useEffect(() => {
    const timer = setTimeout(onDone, SHOWN_FOR)
    return () => clearTimeout(timer)
  }, [onDone])
  return (
    <button ref={button} type="button" class="reveal" data-testid="reveal" onClick={onDone}>
      {COINS.map((coin) => (
        <span key={coin} class={`coin ${coin}`} aria-hidden="true">
          🪙
        </span>
      ))}
      <span class="reveal-words">{words.card.congratulations}</span>
      <span class="reveal-amount">{money(amount)}</span>
    </button>
  )
}
