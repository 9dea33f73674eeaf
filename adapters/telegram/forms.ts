import type { Person } from '../../src/core/person.js'

/** Forms that are remembered in all, and of one person. */
const MOST = 1_000
const MOST_OF_ONE = 3
/** A form that nobody has finished by then is taken away. Milliseconds. */
const LIFE = 10 * 60_000

export type FormField = 'amount' | 'greeting' | 'chosen'

/** A red packet that is being put together, as it was tapped up to now. */
export interface FormState {
  /** Of the whole currency, as typed. */
  amount: string
  count: number
  kind: 'lucky' | 'equal'
  greeting: string
  /** People who may grab; everybody when empty. */
  chosen: readonly Person[]
}

export interface Form extends FormState {
  readonly chat: string
  readonly message: number
  /** User whose taps count. */
  readonly owner: string
  /** Field that the owner's next reply fills in. */
  asked?: FormField | undefined
  /** Text of the confirmation, once the red packet was sent. */
  sent?: string
  /** The last drawing, as JSON. */
  drawn?: string
  redraw?: NodeJS.Timeout | undefined
}

/** Returns the state of a form before anything is tapped. */
export function blankForm(chosen: readonly Person[] = []): FormState {
  return { amount: '10', count: chosen.length || 5, kind: 'lucky', greeting: '', chosen }
}

/**
 * The state of every open form, by the message that shows it. Buttons say only what they change, because a message
 * is redrawn too rarely to carry the state. A restart forgets it all.
 */
export class Forms {
  private readonly forms = new Map<string, { readonly form: Form; readonly timer: NodeJS.Timeout }>()

  /** `takeAway` removes the message of a form. */
  constructor(private readonly takeAway: (chat: string, message: number) => void) {}

  find(chat: string, message: number): Form | undefined {
    return this.forms.get(keyOf(chat, message))?.form
  }

  /** Starts the form that a message shows, unless it is known; the person's oldest one goes if there are too many. */
  start(chat: string, message: number, owner: string, state = blankForm()): Form {
    const known = this.find(chat, message)
    if (known) return known
    const own = [...this.forms.values()].filter(({ form }) => form.owner === owner)
    const [oldest] = own.length >= MOST_OF_ONE ? own : this.forms.size >= MOST ? this.forms.values() : []
    if (oldest) this.end(oldest.form.chat, oldest.form.message)
    const form = { ...state, chat, message, owner }
    const timer = setTimeout(() => this.end(chat, message), LIFE)
    timer.unref()
    this.forms.set(keyOf(chat, message), { form, timer })
    return form
  }

  /** Forgets a form and takes its message away. */
  end(chat: string, message: number): void {
    const key = keyOf(chat, message)
    const known = this.forms.get(key)
    clearTimeout(known?.timer)
    clearTimeout(known?.form.redraw)
    this.forms.delete(key)
    this.takeAway(chat, message)
  }

  /** Takes the message of a form away that was sent; the form is remembered in case that fails. */
  finish({ chat, message, redraw }: Form): void {
    clearTimeout(redraw)
    this.takeAway(chat, message)
  }
}

function keyOf(chat: string, message: number): string {
  return `${chat} ${message}`
}
