import { FORM_LIFE_MS } from '../commands/framework/forms/forms.js'
import type { FormView } from '../commands/framework/replies/reply.js'
import type { Language } from '../i18n/language.js'
import type { OutgoingMessage, Sent } from './waiting-list.js'

/** Redraws within this time are combined: each tap has already been answered with a toast. */
const REDRAW_AFTER_MS = 1_000
const MAX_ENDED = 1_000
const MAX_SHOWN = 2_000

/** A visible form and its location. */
export interface ShownForm {
  readonly chat: string
  readonly message: number
  /** The user whose form it is. */
  readonly by: string
  readonly language: Language
  view: FormView
}

interface Kept extends ShownForm {
  /** Last rendering, as JSON. */
  drawn: string | undefined
  redraw: NodeJS.Timeout | undefined
  readonly end: NodeJS.Timeout
}

export interface FormMessagesOptions {
  readonly render: (view: FormView, language: Language) => OutgoingMessage
  /** Edits the message of a form; renders it when its turn comes. Never rejects. */
  readonly edit: (form: ShownForm, draw: () => OutgoingMessage, about: 'act' | 'redraw') => Promise<Sent>
  readonly takeAway: (chat: string, message: number) => void
}

/** Tracks the messages that show forms, for platforms where a form is a message with buttons. */
export class FormMessages {
  private readonly byId = new Map<string, Kept>()
  /** Forms that were sent or cancelled; later changes to them aren't shown. */
  private readonly ended = new Set<string>()

  constructor(private readonly options: FormMessagesOptions) {}

  /** Records the message that now shows a form. Deletes the person's other forms in the chat. */
  shows(form: ShownForm, drawn = true): void {
    const { chat, message, by, language, view } = form
    for (const [id, other] of this.byId) {
      const isHere = other.chat === chat && other.by === by
      if (!isHere && id !== view.id && this.byId.size < MAX_SHOWN) continue
      this.forget(id)
      if (other.chat !== chat || other.message !== message) this.options.takeAway(other.chat, other.message)
    }
    const end = setTimeout(() => this.endAt(chat, message), FORM_LIFE_MS)
    end.unref()
    const seen = drawn ? JSON.stringify(this.options.render(view, language)) : undefined
    this.byId.set(view.id, { ...form, drawn: seen, redraw: undefined, end })
  }

  /** Returns whether a form is shown, or was until it was sent. */
  isKnown(id: string): boolean {
    return this.byId.has(id) || this.ended.has(id)
  }

  /** Returns the message that shows a form. */
  find(id: string): ShownForm | undefined {
    return this.byId.get(id)
  }

  /** Redraws a form, at once or combined with other changes within a second. */
  change(view: FormView, how: 'at once' | 'soon'): void {
    const form = this.byId.get(view.id)
    if (!form) return
    form.view = view
    if (how === 'at once') this.draw(form, 'act')
    if (how === 'at once' || form.redraw) return
    form.redraw = setTimeout(() => this.draw(form, 'redraw'), REDRAW_AFTER_MS)
    form.redraw.unref()
  }

  /** Deletes the message of a form that was sent or cancelled. Returns whether the message showed one. */
  endAt(chat: string, message: number): boolean {
    for (const [id, form] of this.byId) {
      if (form.chat !== chat || form.message !== message) continue
      this.forget(id)
      if (this.ended.size >= MAX_ENDED) this.ended.clear()
      this.ended.add(id)
      this.options.takeAway(chat, message)
      return true
    }
    return false
  }

  /** Deletes a person's question in a chat, which has been answered. */
  endQuestion(chat: string, by: string): void {
    for (const { view, message, ...form } of this.byId.values())
      if (view.asksOnly && form.chat === chat && form.by === by) this.endAt(chat, message)
  }

  private forget(id: string): void {
    const form = this.byId.get(id)
    clearTimeout(form?.end)
    clearTimeout(form?.redraw)
    this.byId.delete(id)
  }

  private draw(form: Kept, about: 'act' | 'redraw'): void {
    const { render, edit } = this.options
    clearTimeout(form.redraw)
    form.redraw = undefined
    const shown = () => render(form.view, form.language)
    if (JSON.stringify(shown()) === form.drawn) return
    const draw = () => {
      const message = shown()
      form.drawn = JSON.stringify(message)
      return message
    }
    void edit(form, draw, about).then(({ kind }) => {
      if (kind === 'unsent') form.drawn = undefined
    })
  }
}
