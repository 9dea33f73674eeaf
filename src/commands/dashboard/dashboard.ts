import { DASHBOARD_DAYS, type DashboardOutcome } from '../../app/community/dashboard.js'
import type { SuspectsOutcome } from '../../app/community/suspects.js'
import { sparkline } from '../../core/sparkline.js'
import type { Language } from '../../i18n/language.js'
import { defineCommand } from '../framework/define.js'
import { type Block, linesOf, pictured, privately } from '../framework/replies/reply.js'
import { fill, plainWords, quote, type Text } from '../framework/replies/rich-text.js'
import { words as supplyWords } from '../supply/words.js'
import { personLine } from '../suspects/person-line.js'
import { dashboardPicture } from './dashboard-picture.js'
import { type DashboardSay, words } from './words.js'

type Figures = Extract<DashboardOutcome, { kind: 'dashboard' }>
type Day = Figures['days'][number]
/** Writes an amount of the community's currency. */
type Write = (amount: number) => string

/** The fastest members that are named; /suspects names more. */
const MAX_FASTEST = 3

export const dashboard = defineCommand({
  name: 'dashboard',
  words,
  arguments: {},
  rights: 'admin',
  ignoresMoreWords: true,
  async run({ app, here, platformAdmin, say, money, answer, language }) {
    const query = { ...here, platformAdmin }
    const [outcome, suspects] = await Promise.all([app.dashboard(query), app.suspects(query)])
    return answer(outcome, {
      dashboard(figures) {
        // Money that was sent around for very long can add up beyond exact numbers.
        const write = (amount: number) => money(Math.min(amount, Number.MAX_SAFE_INTEGER), figures.currency)
        const { circulation, members } = figures
        const shown = pictured([
          { kind: 'heading', text: say.title({ amount: write(circulation), members }) },
          ...titled(say.supply, supplyLines(figures, say, language, write)),
          ...titled(say.flow({ days: DASHBOARD_DAYS }), flowLines(figures.days, say, write)),
          ...titled(say.holders, holderLines(figures, say, write)),
        ])
        const nameOf = (kind: string) => supplyName(kind, language)
        return privately({
          tone: 'info',
          blocks: [...shown, ...titled(say.fastest, fastestLines(suspects, language))],
          picture: {
            drawing: dashboardPicture(figures, { say, write, nameOf }),
            alt: linesOf(shown)
              .map((line) => plainWords(line))
              .join('\n'),
          },
        })
      },
    })
  },
})

/** A list below its title; nothing when it is empty. */
function titled(title: string, lines: readonly Text[]): Block[] {
  if (lines.length === 0) return []
  return [
    { kind: 'text', text: title },
    { kind: 'list', lines },
  ]
}

function supplyLines({ supply }: Figures, say: DashboardSay, language: Language, write: Write): string[] {
  return supply.map(({ kind, amount, times }) =>
    say.line({ kind: supplyName(kind, language), amount: write(amount), times }),
  )
}

function supplyName(kind: string, language: Language): string {
  const kinds: Readonly<Record<string, string>> = supplyWords[language].say.kinds
  return kinds[kind] ?? kind
}

function flowLines(days: readonly Day[], say: DashboardSay, write: Write): string[] {
  const flow = (figure: keyof Day, format: Write) => {
    const values = days.map((day) => day[figure])
    const total = values.reduce((sum, value) => sum + value, 0)
    return { bars: sparkline(values), total: format(total), today: format(values.at(-1) ?? 0) }
  }
  return [
    say.packets(flow('packets', String)),
    say.grabs(flow('grabs', String)),
    say.sent(flow('sent', write)),
  ]
}

function holderLines({ holders, circulation }: Figures, say: DashboardSay, write: Write): Text[] {
  return holders.map(({ name, balance }) => {
    const percent = Math.round((100 * balance) / Math.max(1, circulation))
    return fill(say.holder, { name: quote(name), amount: write(balance), percent })
  })
}

function fastestLines(suspects: SuspectsOutcome, language: Language): Text[] {
  if (suspects.kind !== 'suspects') return []
  return suspects.people.slice(0, MAX_FASTEST).map((person) => personLine(person, language))
}
