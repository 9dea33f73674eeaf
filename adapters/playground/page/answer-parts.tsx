import type { AnswerPart, AnswerTable } from '../wire.js'
import { Avatar } from './avatar.js'
import { actorNamed, usePage } from './page.js'

/** An answer with tables; ranks stand on a podium. */
export function AnswerParts({ parts }: { parts: readonly AnswerPart[] }) {
  return (
    <div class="private-text">
      {parts.map((part, index) => {
        const key = `${index}`
        switch (part.kind) {
          case 'heading':
            return <strong key={key}>{part.text}</strong>
          case 'text':
            return <p key={key}>{part.text}</p>
          case 'table':
            return part.ranked ? <Ranks key={key} table={part} /> : <Rows key={key} {...part} first={0} />
          default:
            return part satisfies never
        }
      })}
    </div>
  )
}

const ON_PODIUM = 3

function Ranks({ table }: { table: AnswerTable }) {
  return (
    <>
      <Podium rows={table.rows.slice(0, ON_PODIUM)} />
      {table.rows.length > ON_PODIUM && <Rows {...table} first={ON_PODIUM} />}
    </>
  )
}

const MEDALS = ['🥇', '🥈', '🥉']

/** The best three; the first stands highest, in the middle. */
function Podium({ rows }: { rows: AnswerTable['rows'] }) {
  const { model } = usePage()
  return (
    <ol class="podium" data-testid="podium">
      {rows.map(({ cells: [name = '', ...figures] }, index) => (
        <li key={name} class="podium-step">
          <span class="podium-medal" aria-hidden="true">
            {MEDALS[index]}
          </span>
          <Avatar actor={actorNamed(model, name)} />
          <strong>{name}</strong>
          {figures.map((figure) => (
            <span key={figure}>{figure}</span>
          ))}
        </li>
      ))}
    </ol>
  )
}

/** Rows from the one numbered `first`; those of ranks carry their place. */
function Rows({ columns, rows, ranked, first }: AnswerTable & { first: number }) {
  return (
    <table class="answer-table" data-testid="table">
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.slice(first).map(({ cells: [head = '', ...figures], note }, index) => (
          <tr key={`${index}`}>
            <td>
              {ranked && `${first + index + 1}. `}
              {head}
              {note !== undefined && <small>{note}</small>}
            </td>
            {figures.map((figure, column) => (
              <td key={`${column}`} class={figureClass(figure)}>
                {figure}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Money coming in is green and money going out is red, as in the account log. */
function figureClass(figure: string): string {
  return figure.startsWith('+') ? 'in' : figure.startsWith('\u2212') ? 'out' : ''
}
