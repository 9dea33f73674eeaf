import { useLayoutEffect, useState } from 'preact/hooks'
import { usePage } from './page.js'
import { TOUR_WORDS } from './tour-words.js'

/** The style sheet highlights the place of each step. */
const STEPS = ['grab', 'send', 'members', 'books'] as const

/** Four steps for a newcomer, beside a page that can be used meanwhile. */
export function Tour({ onEnd }: { onEnd: () => void }) {
  const { language } = usePage()
  const [step, setStep] = useState(0)
  const words = TOUR_WORDS[language]
  const name = STEPS[step] ?? STEPS[0]
  const isLast = step === STEPS.length - 1
  const { title, text } = words.steps[name]
  useLayoutEffect(() => {
    const { dataset } = document.documentElement
    dataset.tour = name
    return () => {
      delete dataset.tour
    }
  }, [name])
  return (
    <section class="tour" aria-label={words.title} data-testid="tour">
      <div role="status">
        <p class="tour-step">{words.of(step + 1, STEPS.length)}</p>
        <h2>{title}</h2>
        <p>{text}</p>
      </div>
      <footer>
        {!isLast && (
          <button type="button" class="secondary" data-testid="skip-tour" onClick={onEnd}>
            {words.skip}
          </button>
        )}
        <button
          type="button"
          class="primary"
          data-testid="next-step"
          onClick={() => (isLast ? onEnd() : setStep(step + 1))}
        >
          {isLast ? words.done : words.next}
        </button>
      </footer>
    </section>
  )
}
