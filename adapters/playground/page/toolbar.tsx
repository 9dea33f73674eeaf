import type { Appearance } from './choices.js'
import { usePage, useTicking } from './page.js'
import { dayAndTime } from './times.js'

const HOUR = 3_600_000

/** The head of the page: place, current time, and switches. */
export function Toolbar({
  appearance,
  onAppearance,
  onLanguage,
}: {
  appearance: Appearance
  onAppearance: () => void
  onLanguage: () => void
}) {
  const { model, words, language, now, skip } = usePage()
  useTicking(10_000)
  return (
    <header class="toolbar">
      <span class="logo" aria-hidden="true">
        🧧
      </span>
      <div class="place">
        <h1>
          Luckymoney {model.community !== 'Luckymoney' && <span class="community">{model.community}</span>}
        </h1>
        <span class="clock" title={words.time.clock} data-testid="clock">
          {dayAndTime(now(), language)}
        </span>
      </div>
      <fieldset class="skips" aria-label={words.time.skip}>
        <button
          type="button"
          title={words.time.skipHour}
          data-testid="skip-hour"
          onClick={() => void skip(HOUR)}
        >
          <span class="long">{words.time.hour}</span>
          <span class="short">+1 h</span>
        </button>
        <button
          type="button"
          title={words.time.skipDay}
          data-testid="skip-day"
          onClick={() => void skip(24 * HOUR)}
        >
          <span class="long">{words.time.day}</span>
          <span class="short">+24 h</span>
        </button>
      </fieldset>
      <button
        type="button"
        class="switch"
        data-testid="language"
        title={words.languageHint}
        lang={language === 'zh' ? 'en' : 'zh-CN'}
        onClick={onLanguage}
      >
        {words.language}
      </button>
      <button
        type="button"
        class="switch"
        data-testid="appearance"
        title={appearance === 'dark' ? words.lightHint : words.darkHint}
        aria-label={appearance === 'dark' ? words.lightHint : words.darkHint}
        onClick={onAppearance}
      >
        <span aria-hidden="true">{appearance === 'dark' ? '☀️' : '🌙'}</span>
      </button>
    </header>
  )
}
