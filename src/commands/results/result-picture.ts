import type { Claim, EnvelopeView } from '../../app/envelopes/view-envelope.js'
import { isDrawn } from '../../core/ways/ways.js'
import { duration } from '../../i18n/format.js'
import type { Language } from '../../i18n/language.js'
import { marked, type OwnCover, type ResultRow } from '../../pictures/drawing.js'
import type { ReplyPicture } from '../framework/replies/reply.js'
import { amountShown } from '../red-packet/amount-shown.js'
import { cardWords } from '../red-packet/card-words.js'
import { festivalWords } from '../red-packet/festival-words.js'
import { resultText } from './result-text.js'
import { resultWords } from './words.js'

/** Most people on the picture. */
const MAX_ROWS = 10

/** Returns who got what, and how an envelope ended; undefined when no one grabbed. `own`: the community's own cover. */
export function resultPicture(
  envelope: EnvelopeView,
  language: Language,
  own?: OwnCover,
): ReplyPicture | undefined {
  const { theme, claims, sender, greeting } = envelope
  if (claims.length === 0) return undefined
  const shown = claims.filter(({ luckiest }, index) => index < MAX_ROWS || luckiest)
  // The luckiest takes the place of the last.
  if (shown.length > MAX_ROWS) shown.splice(MAX_ROWS - 1, 1)
  const rows = shown.map((claim): ResultRow => rowOf(envelope, claim, language))
  const others = claims.length - rows.length
  const summary = resultText(envelope, language, 'chat')
  const more = others > 0 ? cardWords[language].more({ count: others }) : ''
  const lines = rows.map(({ place, name, amount }) => `${place}. ${name} ${amount}`)
  return {
    drawing: {
      ...{ kind: 'result', theme, summary, rows, more },
      ...(own && { own }),
      greeting: greeting || festivalWords[language].greeting[theme],
      title: resultWords[language].which.chat({ sender: marked(sender.name) }),
    },
    alt: [summary, ...lines, ...(more === '' ? [] : [more])].join('\n'),
  }
}

function rowOf(envelope: EnvelopeView, claim: Claim, language: Language): ResultRow {
  const { position, member, amount, at, luckiest, said } = claim
  const time = duration(at - envelope.createdAt, language)
  return {
    ...{ place: String(position), name: member.name, best: luckiest },
    amount: amountShown(envelope, amount, language),
    // Everyone in a draw gets their share at the same moment.
    note: said ?? (isDrawn(envelope.way.kind) ? '' : resultWords[language].after({ time })),
  }
}
