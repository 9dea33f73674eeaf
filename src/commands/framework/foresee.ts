import { decodeAction } from './actions.js'
import { isGiven } from './arguments/read-arguments.js'
import type { Command } from './define.js'
import { spread } from './lines/joined.js'
import type { Parts } from './lines/wanted.js'
import type { Raws, Request } from './request.js'

export interface Foreseen {
  readonly command: Command | undefined
  readonly mayOpenForm: boolean
}

/**
 * Predicts the result of a request, for platforms that must know before it is handled: its command, and whether the
 * answer may be a form.
 */
export function foresee(
  { wish, by }: Pick<Request, 'wish' | 'by'>,
  { find, forms }: Pick<Parts, 'find' | 'forms'>,
): Foreseen {
  switch (wish.kind) {
    case 'command':
      return foreseen(find(wish.command), wish.raws)
    case 'action': {
      const action = decodeAction(wish.data, find)
      if (action?.kind === 'command') return foreseen(action.command, action.raws)
      if (action?.kind !== 'form') return { command: undefined, mayOpenForm: false }
      const { kind } = action.step
      // A form that is a dialog is sent from there; a button sends what was previewed.
      if (kind !== 'submit') return { command: undefined, mayOpenForm: kind !== 'close' }
      const form = forms.find(action.id, by)
      const command = form && form !== 'not_yours' ? find(form.command) : undefined
      return { command, mayOpenForm: command === undefined }
    }
    case 'form': {
      const form = forms.find(wish.id, by)
      const command = form && form !== 'not_yours' ? find(form.command) : undefined
      return { command, mayOpenForm: wish.step.kind !== 'submit' && wish.step.kind !== 'close' }
    }
    case 'line':
      return { command: undefined, mayOpenForm: true }
    default:
      return wish satisfies never
  }
}

function foreseen(command: Command | undefined, given: Raws): Foreseen {
  if (command?.opensForm) return { command, mayOpenForm: true }
  if (!command?.form) return { command, mayOpenForm: false }
  const { raws } = spread(command, given)
  const missing = Object.entries(command.arguments).some(
    ([name, { optional, or }]) => !optional && !isGiven(raws[name]) && !(or && isGiven(raws[or])),
  )
  return { command, mayOpenForm: missing }
}
