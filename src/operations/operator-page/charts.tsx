import { useEffect, useRef } from 'preact/hooks'
import uPlot from 'uplot'
import { compact, number, tick } from './formats.js'
import { say } from './words.js'

interface ChartProps {
  readonly title: string
  readonly kind: 'day' | 'time'
  /** UTC milliseconds, ascending. */
  readonly times: readonly number[]
  readonly values: readonly number[]
}

const HEIGHT = 130
/** Width of the axis with the values. */
const VALUES_WIDTH = 52
/** Steps between the values of that axis: 1, 2, 5, 10, 20, 50 … */
const STEPS = Array.from({ length: 16 }, (_, digits) => [1, 2, 5].map((first) => first * 10 ** digits)).flat()

/** Returns a colour of the style sheet, as it is now. */
function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name)
}

/** A chart of one figure, as wide as there is room, once there are two values. Its label says in words what it shows. */
export function Chart({ title, kind, times, values }: ChartProps) {
  const place = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot>(undefined)
  const data: uPlot.AlignedData = [times.map((at) => at / 1000), values as number[]]

  const isDrawn = values.length > 1

  useEffect(() => {
    const { current } = place
    if (!current || !isDrawn) return
    const made = new uPlot(optionsOf(kind, current.clientWidth), data, current)
    plot.current = made
    const resized = new ResizeObserver(() => made.setSize({ width: current.clientWidth, height: HEIGHT }))
    resized.observe(current)
    const scheme = matchMedia('(prefers-color-scheme: dark)')
    const redraw = () => made.redraw(false)
    scheme.addEventListener('change', redraw)
    return () => {
      scheme.removeEventListener('change', redraw)
      resized.disconnect()
      made.destroy()
    }
  }, [kind, isDrawn])
  useEffect(() => plot.current?.setData(data))

  const last = number(values.at(-1) ?? 0)
  const most = number(Math.max(0, ...values))
  return (
    <figure class="chart">
      <figcaption>
        {title} <strong>{last}</strong>
      </figcaption>
      <div class="plot" ref={place} role="img" aria-label={say.chart({ title, last, most })} />
    </figure>
  )
}

function optionsOf(kind: 'day' | 'time', width: number): uPlot.Options {
  const axis: uPlot.Axis = {
    stroke: () => colour('--quiet'),
    grid: { stroke: () => colour('--edge'), width: 1 },
    ticks: { show: false },
    font: '11px system-ui, sans-serif',
  }
  const bars = uPlot.paths.bars?.({ size: [0.7, 24] })
  return {
    ...{ width, height: HEIGHT, legend: { show: false }, cursor: { show: false }, padding: [8, 26, 0, 0] },
    tzDate: (seconds) => {
      const at = new Date(seconds * 1000)
      return kind === 'day' ? uPlot.tzDate(at, 'Etc/UTC') : at
    },
    scales: { y: { range: (_plot, _least, most) => [0, Math.max(1, most) * 1.05] } },
    axes: [
      { ...axis, size: 26, space: 60, values: (_plot, splits) => splits.map((each) => tick(kind, each)) },
      {
        ...axis,
        ...{ size: VALUES_WIDTH, space: 36, incrs: STEPS },
        values: (_plot, splits) => splits.map(compact),
      },
    ],
    series: [
      {},
      {
        ...{
          stroke: () => colour('--chart'),
          fill: () => colour('--chart-fill'),
          width: 1.5,
          points: { show: false },
        },
        ...(kind === 'day' && bars && { paths: bars }),
      },
    ],
  }
}

/** A line as high as the text beside it; hidden from screen readers, because the figures are there too. */
export function Sparkline({ values }: { readonly values: readonly number[] }) {
  const most = Math.max(1, ...values)
  const points = values.map((value, index) => `${index},${(1 - value / most) * 20 + 1}`).join(' ')
  return (
    <svg
      class="sparkline"
      viewBox={`0 0 ${Math.max(1, values.length - 1)} 22`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <polyline points={points} vector-effect="non-scaling-stroke" />
    </svg>
  )
}
