import { render } from 'preact'
import { useCallback, useEffect, useReducer, useRef, useState } from 'preact/hooks'
import type { FormView } from '../../../src/commands/framework/replies/reply.js'
import { money } from '../../../src/i18n/format.js'
import type { Actor, Answer, Message } from '../wire.js'
import { Chat } from './chat.js'
import {
  type Appearance,
  chosenActor,
  chosenAppearance,
  chosenLanguage,
  chosenLively,
  chosenSound,
  keep,
  sawTour,
} from './choices.js'
import { Composer } from './composer.js'
import { type Connection, connect, type Reply } from './connection.js'
import { FormDialog } from './form-dialog.js'
import { Ledger } from './ledger.js'
import { Members } from './members.js'
import { EMPTY, reduce } from './model.js'
import { useNews } from './news.js'
import { type Page, PageContext, type Won } from './page.js'
import { sharedWords } from './shared-words.js'
import { Switches } from './switches.js'
import { Toolbar } from './toolbar.js'
import { Tour } from './tour.js'
import { useLivelyGroup } from './use-lively-group.js'
import { WORDS } from './words.js'

const TABS = ['chat', 'members', 'books'] as const
type Tab = (typeof TABS)[number]

function App() {
  const [model, dispatch] = useReducer(reduce, EMPTY)
  const [language, setLanguage] = useState(chosenLanguage)
  const [appearance, setAppearance] = useAppearance()
  const [sound, setSound] = useState(chosenSound)
  const [livelyChoice, setLively] = useState(chosenLively)
  const [toured, setToured] = useState(sawTour)
  const [user, setUser] = useState(chosenActor)
  const [tab, setTab] = useState<Tab>('chat')
  const [form, setForm] = useState<FormView>()
  const [won, setWon] = useState<Won>()
  const connection = useRef<Connection>(undefined)
  const words = WORDS[language]
  const actor = model.actors.find((member) => member.user === user) ?? model.actors[0]
  const lively = livelyChoice ?? model.lively
  useLivelyGroup(lively && model.loaded, {
    ...{ model, visitor: actor, language },
    connection: () => connection.current,
  })
  const news = useNews(model, actor, { words, shared: sharedWords(language), language })

  useEffect(() => {
    const opened = connect(dispatch)
    connection.current = opened
    const hurry = () => opened.hurry()
    addEventListener('online', hurry)
    document.addEventListener('visibilitychange', hurry)
    return () => {
      removeEventListener('online', hurry)
      document.removeEventListener('visibilitychange', hurry)
      opened.close()
    }
  }, [])
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
    document.title = `${words.title} 🧧`
  }, [language, words])
  const closeDialog = useCallback(() => setForm(undefined), [])

  const offline = model.link === 'offline' && (
    <div class="offline" role="alert" data-testid="offline">
      <span>{words.offline}</span>
      <button type="button" onClick={() => connection.current?.hurry()}>
        {words.retry}
      </button>
    </div>
  )
  if (!actor || !model.loaded)
    return (
      <div class="page">
        {offline}
        <p class="loading">
          <span aria-hidden="true">🧧</span> {words.loading}
        </p>
      </div>
    )

  const tell = (text: string, to: Actor = actor) => {
    const id = crypto.randomUUID()
    const at = Date.now() + model.ahead
    dispatch({ type: 'told', message: { id, at, kind: 'private', to: to.user, text, tone: 'bad' } })
  }
  /** Shows the result of a request; undefined when it is unknown. */
  const shown = <Body,>(reply: Reply<Body>, to: Actor = actor): Body | undefined => {
    switch (reply.kind) {
      case 'answered':
        return reply.body
      case 'refused':
        tell(reply.error, to)
        return undefined
      case 'offline':
        tell(words.unsent, to)
        connection.current?.hurry()
        return undefined
      default:
        return reply satisfies never
    }
  }
  const told = (answer: Answer | undefined) => {
    if (answer?.message) dispatch({ type: 'told', message: answer.message satisfies Message })
    return answer
  }
  const tapped = async (id: string, data: string, message?: string) => {
    const tap = { id, as: actor.user, language, data, ...(message !== undefined && { message }) }
    const reply = await connection.current?.tap(tap)
    return reply && told(shown(reply))
  }
  /** Shows the form that an answer may contain. */
  const opened = (answer: Answer | undefined) => {
    if (answer?.form) setForm(answer.form)
    return answer
  }

  const page: Page = {
    model,
    actor,
    language,
    won,
    sound,
    words,
    shared: sharedWords(language),
    money: (amount) => money(amount, model.currency, language),
    digits: (amount) => money(amount, { ...model.currency, symbol: '' }, language).replaceAll('\u00a0', ''),
    now: () => Date.now() + model.ahead,
    say: async (as, id, text, replyTo) => {
      const line = { id, as: as.user, language, text, ...(replyTo !== undefined && { replyTo }) }
      const reply = await connection.current?.say(line)
      return reply && opened(told(shown(reply, as)))
    },
    tap: async (id, data, message) => opened(await tapped(id, data, message)),
    fill: async (as, form, given) => {
      const fill = { id: crypto.randomUUID(), as: as.user, language, form, ...given }
      const reply = await connection.current?.fill(fill)
      const answer = reply && told(shown(reply, as))
      const { outcome, amount, envelope: envelopeNo } = answer ?? {}
      if (outcome === 'grabbed' && amount !== undefined && envelopeNo !== undefined)
        setWon({ user: as.user, envelopeNo, amount })
      return answer
    },
    coverUrl: async (cover) => connection.current?.coverUrl(cover),
    reopen: async ({ command }) => {
      const data = model.offers[language].find((offer) => offer.command === command)?.form
      return data === undefined ? undefined : (await tapped(crypto.randomUUID(), data))?.form
    },
    skip: async (millis) => {
      const reply = await connection.current?.skip({ millis })
      const body = reply && shown(reply)
      if (body) dispatch({ type: 'event', event: { type: 'clock', now: body.now }, receivedAt: Date.now() })
    },
    act: (chosen) => {
      setUser(chosen)
      keep('actor', chosen)
    },
    openSendDialog: () => {
      const data = model.offers[language].find((offer) => offer.form)?.form
      if (data !== undefined) void page.tap(crypto.randomUUID(), data)
    },
  }
  const switchLanguage = () => {
    const other = language === 'zh' ? 'en' : 'zh'
    setLanguage(other)
    keep('language', other)
  }

  const switchLively = (on: boolean) => {
    setLively(on)
    keep('lively', on ? 'on' : 'off')
  }
  const endTour = () => {
    setToured(true)
    keep('tour', 'seen')
  }
  const switchSound = (on: boolean) => {
    setSound(on)
    keep('sound', on ? 'on' : 'off')
  }

  return (
    <PageContext.Provider value={page}>
      <div class={`page on-${tab}`}>
        <a class="skip-link" href="#composer">
          {words.skipToComposer}
        </a>
        <Toolbar appearance={appearance} onAppearance={setAppearance} onLanguage={switchLanguage} />
        {offline}
        {/* On a phone only one of the three is shown. */}
        <main class="panes">
          <section class="members-pane" aria-label={words.tabs.members}>
            <Members />
            <Switches {...{ lively, sound }} onLively={switchLively} onSound={switchSound} />
          </section>
          <div class="chat-pane">
            <Chat />
            <Composer onShowMembers={() => setTab('members')} />
          </div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: keyboard users scroll here */}
          <section class="books-pane" aria-label={words.tabs.books} tabIndex={0}>
            <Ledger />
          </section>
        </main>
        <nav class="tabs" aria-label={words.title}>
          {TABS.map((name) => (
            <button
              key={name}
              type="button"
              data-testid={`tab-${name}`}
              aria-current={tab === name ? 'page' : undefined}
              onClick={() => setTab(name)}
            >
              {words.tabs[name]}
            </button>
          ))}
        </nav>
        <p class="visually-hidden" role="status" aria-live="polite" data-testid="news">
          {news}
        </p>
        {model.lively && !toured && <Tour onEnd={endTour} />}
        {form && <FormDialog form={form} onClose={closeDialog} />}
      </div>
    </PageContext.Provider>
  )
}

/** Returns the colour scheme: the visitor's choice, or else the system's, following its changes. */
function useAppearance(): [Appearance, () => void] {
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const [system, setSystem] = useState<Appearance>(dark.matches ? 'dark' : 'light')
  const [chosen, setChosen] = useState(chosenAppearance)
  const appearance = chosen ?? system
  useEffect(() => {
    const follow = () => setSystem(dark.matches ? 'dark' : 'light')
    dark.addEventListener('change', follow)
    return () => dark.removeEventListener('change', follow)
  }, [])
  useEffect(() => {
    document.documentElement.dataset.appearance = appearance
  }, [appearance])
  return [
    appearance,
    () => {
      const other = appearance === 'dark' ? 'light' : 'dark'
      setChosen(other)
      keep('appearance', other)
    },
  ]
}

const place = document.getElementById('page')
if (place) render(<App />, place)
