import { usePage } from './page.js'

/** First steps for a newcomer in an empty chat. */
export function Welcome() {
  const { words, openSendDialog } = usePage()
  return (
    <section class="welcome" data-testid="welcome">
      <span class="welcome-picture" aria-hidden="true">
        🧧
      </span>
      <h2>{words.welcome.title}</h2>
      <p>{words.welcome.text}</p>
      <button type="button" class="primary" onClick={openSendDialog}>
        {words.welcome.begin}
      </button>
    </section>
  )
}
