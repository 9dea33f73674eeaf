import type { LuckOutcome } from '../../app/community/luck.js'
import { isolated } from '../../core/text.js'
import type { SheetDrawing } from '../../pictures/drawing.js'
import type { LuckSay } from './words.js'

type Figures = Extract<LuckOutcome, { kind: 'luck' }>

/** The asker, and the sums as people read them. */
interface Shown {
  readonly name: string
  readonly expected: string
  readonly got: string
}

/** Draws what was expected and what came, and the place among the others. */
export function luckPicture(
  { packets, luckierThan, ...sums }: Figures,
  { name, expected, got }: Shown,
  say: LuckSay,
): SheetDrawing {
  const { picture } = say
  const bars = [
    { label: picture.expected, value: sums.expected, figure: expected },
    { label: picture.got, value: sums.got, figure: got },
  ]
  const headline = luckierThan === null ? got : picture.headline({ percent: luckierThan })
  const scale =
    luckierThan === null
      ? []
      : [
          {
            ...{ kind: 'scale' as const, title: picture.among, value: luckierThan / 100 },
            ...{ figure: `${luckierThan}%`, low: picture.low, high: picture.high },
          },
        ]
  return {
    ...{ kind: 'sheet', theme: 'classic', headline },
    title: picture.title({ name: isolated(name) }),
    note: picture.packets({ packets }),
    sections: [{ kind: 'bars', title: '', bars }, ...scale],
  }
}
