import { SUSPECT_DAYS, type SuspectsOutcome } from '../../app/community/suspects.js'
import { LEAST_PACKETS } from '../../core/rush-figures.js'
import type { Language } from '../../i18n/language.js'
import { blockedWords } from '../block/words.js'
import { defineCommand } from '../framework/define.js'
import { type Block, privately } from '../framework/replies/reply.js'
import { fill, quote, type Text } from '../framework/replies/rich-text.js'
import { personLine } from './person-line.js'
import { words } from './words.js'

type Figures = Extract<SuspectsOutcome, { kind: 'suspects' }>
type Say = (typeof words)['en']['say']

/** Blocked members that are named. */
const MAX_BLOCKED = 10

export const suspects = defineCommand({
  name: 'suspects',
  words,
  arguments: {},
  rights: 'admin',
  ignoresMoreWords: true,
  async run({ app, here, platformAdmin, say, answer, language }) {
    return answer(await app.suspects({ ...here, platformAdmin }), {
      suspects: (figures) =>
        privately({
          tone: 'info',
          blocks: [...figureBlocks(figures, say, language), ...blockedBlocks(figures, language)],
        }),
    })
  },
})

function figureBlocks({ packets, cut, people, pairs }: Figures, say: Say, language: Language): Block[] {
  if (people.length === 0)
    return [{ kind: 'text', text: say.empty({ least: LEAST_PACKETS, days: SUSPECT_DAYS }) }]
  const lines = people.map((person) => personLine(person, language))
  for (const { names, together, of } of pairs) {
    const [one = '', other = ''] = names
    lines.push(fill(say.pair, { one: quote(one), other: quote(other), together, of }))
  }
  const title = cut ? say.titleCut({ packets }) : say.title({ days: SUSPECT_DAYS, packets })
  return [
    { kind: 'heading', text: title },
    { kind: 'text', text: say.about },
    { kind: 'list', lines },
  ]
}

function blockedBlocks({ blocked }: Figures, language: Language): Block[] {
  if (blocked.length === 0) return []
  const say = blockedWords[language]
  const lines = blocked.slice(0, MAX_BLOCKED).map(({ name, reason, by }): Text => {
    const words = { name: quote(name), reason: quote(reason) }
    return by === null ? fill(say.line, words) : fill(say.lineBy, { ...words, by: quote(by) })
  })
  if (blocked.length > MAX_BLOCKED) lines.push(say.more({ count: blocked.length - MAX_BLOCKED }))
  return [
    { kind: 'text', text: say.list },
    { kind: 'list', lines },
  ]
}
