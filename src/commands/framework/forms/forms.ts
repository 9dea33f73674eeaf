import { randomBytes } from 'node:crypto'
import type { Person } from '../../../core/person.js'
import type { Place } from '../../../core/place.js'
import type { Raws } from '../request.js'

/** Lifetime of an unfinished form, in milliseconds. */
export const FORM_LIFE_MS = 15 * 60_000
const MAX_FORMS = 2_000

/** A form that a person is filling in. */
export interface OpenForm {
  readonly id: string
  readonly command: string
  readonly by: Person
  /** Where its command takes effect: a form can be filled in in a private chat. */
  readonly place: Place | undefined
  /** Arguments that it asks for; defaults to the command's whole layout. */
  readonly only?: readonly string[]
  prompt?: string
  raws: Raws
  /** The only field to ask for now. */
  focus?: string | undefined
  /** Set while its further fields are shown. */
  more?: boolean
  /** Number of refusals so far. A corrected form is sent again under a new key. */
  refusals: number
  readonly untilMs: number
  /** Resolves when the steps so far are done: taps apply in the order in which they were made. */
  turn: Promise<unknown>
}

/** Open forms, in memory: after a restart their buttons have expired. */
export class Forms {
  private readonly byId = new Map<string, OpenForm>()

  /** `now`: monotonic milliseconds. */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Opens a form; a person has at most one per command and chat. */
  open(form: Omit<OpenForm, 'id' | 'refusals' | 'untilMs' | 'turn'>): OpenForm {
    const now = this.now()
    for (const [id, known] of this.byId) {
      const same = isSame(known.by, form.by) && known.command === form.command
      const again = same && known.place?.chat === form.place?.chat
      if (known.untilMs < now || again || this.byId.size >= MAX_FORMS) this.byId.delete(id)
    }
    const opened = {
      ...{ ...form, id: randomBytes(6).toString('hex'), refusals: 0, untilMs: now + FORM_LIFE_MS },
      turn: Promise.resolve(),
    }
    this.byId.set(opened.id, opened)
    return opened
  }

  /** Returns a form by its id, only to the person who opened it. */
  find(id: string, by: Person): OpenForm | 'not_yours' | undefined {
    const form = this.byId.get(id)
    if (!form || form.untilMs < this.now()) return undefined
    return isSame(form.by, by) ? form : 'not_yours'
  }

  /** Returns the newest form that waits for a text from a person: in a chat, only one of that chat. */
  asking(by: Person, place: Place | undefined): OpenForm | undefined {
    let newest: OpenForm | undefined
    for (const form of this.byId.values()) {
      const waits = form.focus !== undefined && isSame(form.by, by) && form.untilMs >= this.now()
      if (waits && (!place || place.chat === form.place?.chat)) newest = form
    }
    return newest
  }

  /** Forgets a cancelled form. A sent form stays: its last answer may have been lost. */
  close(id: string): void {
    this.byId.delete(id)
  }
}

function isSame(one: Person, other: Person): boolean {
  return one.platform === other.platform && one.user === other.user
}
