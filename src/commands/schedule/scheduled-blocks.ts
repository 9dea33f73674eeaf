import type { ScheduledEnvelope } from '../../app/envelopes/scheduled.js'
import type { Person } from '../../core/person.js'
import type { Language } from '../../i18n/language.js'
import { encodeAction } from '../framework/actions.js'
import type { Action, Block } from '../framework/replies/reply.js'
import { momentText } from './moments.js'
import { unschedule } from './unschedule.js'
import { scheduleSay } from './words.js'

/** How many scheduled red packets are listed, each with a button. */
const LISTED = 10
const IN_ROW = 5

interface Reader {
  readonly by: Person
  readonly platformAdmin: boolean
  readonly timeZone: string
  readonly language: Language
}

/** Lists what is scheduled, with buttons to cancel what the reader may cancel. */
export function scheduledBlocks(
  scheduled: readonly (ScheduledEnvelope & { readonly own: boolean })[],
  { by, platformAdmin, timeZone, language }: Reader,
  write: (amount: number) => string,
): { readonly blocks: readonly Block[]; readonly actions: readonly (readonly Action[])[] } {
  if (scheduled.length === 0) return { blocks: [], actions: [] }
  const say = scheduleSay[language]
  const shown = scheduled.slice(0, LISTED)
  const lines = shown.map(({ opensAt, sender, total, count }, index) =>
    say.line({
      n: index + 1,
      time: momentText(opensAt, language, timeZone),
      sender,
      total: write(total),
      count,
    }),
  )
  const more = scheduled.length - shown.length
  const buttons = shown.flatMap(({ envelopeNo, own }, index): Action[] =>
    own || platformAdmin
      ? [
          {
            label: say.cancel({ n: index + 1 }),
            data: encodeAction(unschedule, { envelope: envelopeNo }, by),
            style: 'danger',
          },
        ]
      : [],
  )
  const actions: Action[][] = []
  for (let first = 0; first < buttons.length; first += IN_ROW)
    actions.push(buttons.slice(first, first + IN_ROW))
  return {
    blocks: [
      { kind: 'heading', text: say.title },
      { kind: 'list', lines: more > 0 ? [...lines, say.more({ count: more })] : lines },
    ],
    actions,
  }
}
