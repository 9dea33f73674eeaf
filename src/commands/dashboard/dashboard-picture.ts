import { DASHBOARD_DAYS, type DashboardOutcome } from '../../app/community/dashboard.js'
import type { Bar, ColumnsSection, SheetDrawing } from '../../pictures/drawing.js'
import type { DashboardSay } from './words.js'

type Figures = Extract<DashboardOutcome, { kind: 'dashboard' }>
type Day = Figures['days'][number]

/** Texts that the picture shares with the reply. */
interface Shown {
  readonly say: DashboardSay
  /** Writes an amount of the community's currency. */
  readonly write: (amount: number) => string
  /** Returns the name of a way in which money comes. */
  readonly nameOf: (kind: string) => string
}

/** Draws the supply, the days and who has the most. */
export function dashboardPicture(figures: Figures, { say, write, nameOf }: Shown): SheetDrawing {
  const { circulation, members, supply, days, holders } = figures
  const { picture } = say
  const came = supply.map(
    ({ kind, amount }): Bar => ({ label: nameOf(kind), value: amount, figure: write(amount) }),
  )
  const richest = holders.map(
    ({ name, balance }): Bar => ({ label: name, value: balance, figure: write(balance) }),
  )
  const chart = (title: string, figure: keyof Day, written: (value: number) => string): ColumnsSection => {
    const values = days.map((day) => day[figure])
    const total = written(values.reduce((sum, value) => sum + value, 0))
    const today = written(values.at(-1) ?? 0)
    return {
      ...{ kind: 'columns', title, figure: picture.figure({ total, today }), values },
      ...{ first: picture.first({ days: DASHBOARD_DAYS - 1 }), last: picture.today },
    }
  }
  return {
    ...{ kind: 'sheet', theme: 'classic', headline: write(circulation) },
    ...{ title: picture.title, note: picture.members({ members }) },
    sections: [
      ...(came.length > 0 ? [{ kind: 'bars' as const, title: say.supply, bars: came }] : []),
      chart(picture.packets, 'packets', String),
      chart(picture.grabs, 'grabs', String),
      chart(picture.sent, 'sent', write),
      ...(richest.length > 0 ? [{ kind: 'bars' as const, title: say.holders, bars: richest }] : []),
    ],
  }
}
