import { useEffect } from 'preact/hooks'
import { usePage } from './page.js'

const SHOWN_FOR = 3_200
const COINS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight']

/** What the visitor has just grabbed, large, over the card. The same words stay in the chat below. */
export function Reveal({ amount, onDone }: { amount: number; onDone: () => void }) {
  const { words, money } = usePage()
  useEffect(() => {
    const timer = setTimeout(onDone, SHOWN_FOR)
    return () => clearTimeout(timer)
  }, [onDone])
  return (
    <button type="button" class="reveal" data-testid="reveal" onClick={onDone}>
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
