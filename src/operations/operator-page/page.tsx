import { render } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { OperatorReport } from '../operator-page.js'
import { Chart } from './charts.js'
import { Communities } from './communities.js'
import { timeOfDay } from './formats.js'
import { HealthLine, Tiles } from './tiles.js'
import { say } from './words.js'

/** Pause between two reports, in milliseconds. */
const REFRESH = 5_000
/** The program answers a report within three seconds even when the store doesn't. Milliseconds. */
const PATIENCE = 10_000
/** Points of the charts that move. */
const MAX_POINTS = 120

interface Point {
  readonly at: number
  readonly plans: number
  readonly cards: number
}

/** The newest report, and what was measured since the page was opened. */
interface State {
  readonly report?: OperatorReport
  readonly points: readonly Point[]
  /** When the program stopped answering, UTC milliseconds. */
  readonly silentSince?: number | undefined
}

async function fetchReport(): Promise<OperatorReport> {
  const response = await fetch('/report.json', { signal: AbortSignal.timeout(PATIENCE) })
  if (!response.ok) throw new Error(`the report came with status ${response.status}`)
  return (await response.json()) as OperatorReport
}

function afterReport({ points }: State, report: OperatorReport): State {
  const point = { at: report.now, plans: report.plans, cards: report.cardsBehind ?? 0 }
  // A program that was started again counts from zero.
  const before = (points.at(-1)?.plans ?? 0) > report.plans ? [] : points
  return { report, points: [...before, point].slice(-MAX_POINTS) }
}

function usePage(): State {
  const [state, setState] = useState<State>({ points: [] })
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const refresh = async () => {
      clearTimeout(timer)
      try {
        if (!document.hidden) {
          const report = await fetchReport()
          setState((before) => afterReport(before, report))
        }
      } catch {
        setState((before) => ({ ...before, silentSince: before.silentSince ?? Date.now() }))
      }
      clearTimeout(timer)
      timer = setTimeout(refresh, REFRESH)
    }
    void refresh()
    document.addEventListener('visibilitychange', refresh)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', refresh)
    }
  }, [])
  return state
}

function Page() {
  const { report, points, silentSince } = usePage()
  return (
    <>
      <header>
        <h1>Luckymoney</h1>
        {report && (
          <p class="quiet">
            {say.version(report)} · {say.updated({ time: timeOfDay(report.now) })}
          </p>
        )}
      </header>
      {silentSince !== undefined && (
        <p class="silent" role="alert">
          {say.noAnswer({ time: timeOfDay(silentSince) })}
        </p>
      )}
      {report && (
        <>
          <HealthLine health={report.health} />
          <Tiles report={report} />
          <Now points={points} />
          {report.overview ? (
            <>
              {report.overview.count > 1 && <Days days={report.overview.days} />}
              <Communities overview={report.overview} now={report.now} />
            </>
          ) : (
            <p class="quiet">{say.reading}</p>
          )}
        </>
      )}
    </>
  )
}

function Now({ points }: { readonly points: readonly Point[] }) {
  const measured = points.slice(1)
  const times = measured.map(({ at }) => at)
  const perSecond = measured.map(({ at, plans }, index) => {
    const before = points[index] as Point
    return ((plans - before.plans) / Math.max(1, at - before.at)) * 1000
  })
  return (
    <section aria-labelledby="now">
      <h2 id="now">{say.now}</h2>
      <div class="charts">
        <Chart {...{ title: say.charts.calls, kind: 'time', times, values: perSecond }} />
        <Chart
          {...{ title: say.charts.cards, kind: 'time', times, values: measured.map(({ cards }) => cards) }}
        />
      </div>
    </section>
  )
}

function Days({ days }: { readonly days: NonNullable<OperatorReport['overview']>['days'] }) {
  const times = days.map(({ day }) => day)
  return (
    <section aria-labelledby="days">
      <h2 id="days">{say.days}</h2>
      <div class="charts">
        {(['packets', 'grabs'] as const).map((figure) => (
          <Chart
            key={figure}
            {...{ title: say.charts[figure], kind: 'day', times, values: days.map((day) => day[figure]) }}
          />
        ))}
      </div>
    </section>
  )
}

render(<Page />, document.getElementById('page') as HTMLElement)
