import { useEffect, useRef, useState } from 'preact/hooks'
import { Avatar } from './avatar.js'
import { usePage } from './page.js'
import { suggest } from './suggestions.js'

/** The input line: accepts the same commands as the bots and completes them. */
export function Composer({ onShowMembers }: { onShowMembers: () => void }) {
  const { model, actor, words, language, say, openSendDialog } = usePage()
  const input = useRef<HTMLInputElement>(null)
  const [draft, setDraft] = useState('')
  const [cursor, setCursor] = useState(0)
  const [chosen, setChosen] = useState(0)
  const [hidden, setHidden] = useState(false)
  const [busy, setBusy] = useState(false)
  // A line whose answer was lost is sent again under the same id, while its text is unchanged.
  const unanswered = useRef<{ id: string; text: string; as: string }>(undefined)

  const suggestions = hidden
    ? []
    : suggest(draft, cursor, { actors: model.actors, actor, offers: model.offers[language] })
  const open = suggestions.length > 0
  const active = Math.min(chosen, suggestions.length - 1)

  useEffect(() => {
    if (open) document.getElementById(`suggestion-${active}`)?.scrollIntoView({ block: 'nearest' })
  }, [open, active])

  const write = (line: string, at: number) => {
    setDraft(line)
    setCursor(at)
    setChosen(0)
    setHidden(false)
  }
  const take = (index: number) => {
    const suggestion = suggestions[index]
    const field = input.current
    if (!suggestion || !field) return
    field.value = suggestion.line
    field.setSelectionRange(suggestion.cursor, suggestion.cursor)
    field.focus()
    write(suggestion.line, suggestion.cursor)
  }
  const send = async () => {
    const text = draft
    if (text.trim() === '' || busy) return
    const earlier = unanswered.current
    const id = earlier?.text === text && earlier.as === actor.user ? earlier.id : crypto.randomUUID()
    unanswered.current = { id, text, as: actor.user }
    setBusy(true)
    const taken = await say(actor, id, text)
    setBusy(false)
    if (!taken) return
    unanswered.current = undefined
    // Keep a line that was too long, for shortening. The visitor may have typed something else meanwhile.
    if (taken.outcome !== 'too_long' && input.current?.value === text) write('', 0)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method is composing, Enter and the arrows belong to it.
    if (event.isComposing) return
    if (open) {
      const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
      if (step !== 0) {
        event.preventDefault()
        setChosen((active + step + suggestions.length) % suggestions.length)
        return
      }
      if (event.key === 'Escape') {
        event.preventDefault()
        setHidden(true)
        return
      }
      // Enter sends a complete command instead of completing it again.
      const whole = suggestions[active]?.line.trim() === draft.trim()
      if ((event.key === 'Tab' && !event.shiftKey) || (event.key === 'Enter' && !whole)) {
        event.preventDefault()
        take(active)
        return
      }
    }
    if (event.key === 'Enter') {
      event.preventDefault()
      void send()
    }
  }
  const onEdit = () => {
    const field = input.current
    if (field) write(field.value, field.selectionStart ?? field.value.length)
  }

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      {open && (
        <div class="suggestions" id="suggestions" role="listbox" aria-label={words.suggestions}>
          {suggestions.map((suggestion, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the text field has the focus and handles the keys
            <div
              key={suggestion.key}
              id={`suggestion-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              class={index === active ? 'suggestion active' : 'suggestion'}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => take(index)}
            >
              <span class="suggestion-title">{suggestion.title}</span>
              {suggestion.hint && <span class="suggestion-hint">{suggestion.hint}</span>}
            </div>
          ))}
        </div>
      )}
      <button
        type="button"
        class="packet-button"
        data-testid="open-send-dialog"
        onClick={openSendDialog}
        title={words.sendPacket}
      >
        <span aria-hidden="true">🧧</span> <span class="packet-words">{words.sendPacket}</span>
      </button>
      <button type="button" class="as" onClick={onShowMembers} title={words.members} data-testid="acting-as">
        <Avatar actor={actor} small />
        <span class="visually-hidden">
          {words.members}: {actor.name}
        </span>
      </button>
      <input
        ref={input}
        type="text"
        id="composer"
        class="composer-field"
        data-testid="composer"
        role="combobox"
        aria-label={words.messageBox(actor.name)}
        aria-autocomplete="list"
        aria-expanded={open}
        aria-controls="suggestions"
        aria-activedescendant={open ? `suggestion-${active}` : undefined}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        enterkeyhint="send"
        placeholder={words.messageHint}
        value={draft}
        onInput={onEdit}
        onKeyUp={() => {
          const at = input.current?.selectionStart ?? cursor
          if (at !== cursor) setCursor(at)
        }}
        onBlur={() => setHidden(true)}
        onKeyDown={onKeyDown}
      />
      <button type="submit" class="send" data-testid="send" disabled={busy || draft.trim() === ''}>
        {words.send}
      </button>
    </form>
  )
}
