import type { App } from '../../../app/app.js'
import type { Command, Entry } from '../define.js'
import type { Forms, OpenForm } from '../forms/forms.js'
import type { Raws, Request } from '../request.js'

/** A command with raw arguments: every request becomes one, or a reply. */
export interface Wanted {
  readonly command: Command
  readonly raws: Raws
  /** The form that was submitted. The command acts in its place, under a key of its own. */
  readonly form?: OpenForm
  readonly formKey?: string
  /** Values that the form opens with by default. */
  readonly opens?: Raws
}

/** Parts that the stages of the pipeline share. */
export interface Parts {
  readonly app: App
  readonly entries: readonly Entry[]
  readonly forms: Forms
  readonly find: (command: string) => Command | undefined
}

export type LineWish = Extract<Request['wish'], { kind: 'line' }>

/** Returns whether no argument is given at all. */
export function isEmpty(raws: Raws): boolean {
  for (const _ in raws) return false
  return true
}
