import type { ComponentChildren } from 'preact'
import type { OperatorReport } from '../operator-page.js'
import { megabytes, moment, number, since } from './formats.js'
import { say } from './words.js'

/** The program's state at a glance. */
export function Tiles({ report }: { readonly report: OperatorReport }) {
  const { books, backup, queue, cardsBehind, startedAt, memory, now } = report
  const { tiles } = say
  return (
    <dl class="tiles">
      <Tile title={tiles.books} isBad={books?.ok === false}>
        {books === null ? say.books.unchecked : books.ok ? say.books.ok : say.books.broken}
        {books && <span class="quiet">{since(now - books.at)}</span>}
      </Tile>
      <Tile title={tiles.backup} isBad={(report.health.warnings ?? []).length > 0}>
        {backup === null ? say.backup.off : backup.age === null ? say.backup.none : since(backup.age)}
      </Tile>
      <Tile title={tiles.queue}>{number(queue)}</Tile>
      <Tile title={tiles.cards} isBad={cardsBehind === null}>
        {cardsBehind === null ? say.unknown : number(cardsBehind)}
      </Tile>
      <Tile title={tiles.running}>{moment(startedAt)}</Tile>
      <Tile title={tiles.memory}>{megabytes(memory)}</Tile>
    </dl>
  )
}

interface TileProps {
  readonly title: string
  readonly isBad?: boolean
  readonly children: ComponentChildren
}

function Tile({ title, isBad = false, children }: TileProps) {
  return (
    <div class={isBad ? 'tile bad' : 'tile'}>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** Shows whether the program runs well, with everything that was checked. */
export function HealthLine({ health }: Pick<OperatorReport, 'health'>) {
  return (
    <div class="health" role="status">
      <p class={health.ok ? 'state good' : 'state bad'}>
        {health.ok ? `✓ ${say.healthy}` : `✗ ${say.unhealthy}`}
      </p>
      <ul>
        {Object.entries(health.checks).map(([name, ok]) => (
          <li key={name} class={ok ? 'good' : 'bad'}>
            {ok ? '✓' : '✗'} {say.checks[name] ?? name}
          </li>
        ))}
        {(health.warnings ?? []).map((warning) => (
          <li key={warning} class="bad">
            ⚠ {say.warnings[warning]}
          </li>
        ))}
      </ul>
    </div>
  )
}
