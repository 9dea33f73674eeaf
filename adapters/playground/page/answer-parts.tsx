import { Fragment } from 'preact'
import type { AnswerPart, AnswerPiece, AnswerTable } from '../wire.js'
import { Avatar } from './avatar.js'
import { actorNamed, usePage } from './page.js'

/** An answer with more than plain text in it; ranks stand on a podium. */
export function AnswerParts({ parts }: { parts: readonly AnswerPart[] }) {
  return (
    <div class="private-text">
      {parts.map((part, index) => {
        const key = `${index}`
        switch (part.kind) {
          case 'heading':
            return (
              <p key={key} class="answer-title">
                <Pieces pieces={part.pieces} />
              </p>
            )
          case 'text':
            return (
              <p key={key}>
                <Pieces pieces={part.pieces} />
              </p>
            )
          case 'list':
            return (
              <ul key={key} class="answer-list">
                {part.items.map((pieces, line) => (
                  <li key={`${line}`}>
                    <Pieces pieces={pieces} />
                  </li>
                ))}
              </ul>
            )
          case 'table':
            return part.ranked ? <Ranks key={key} table={part} /> : <Rows key={key} {...part} first={0} />
          default:
            return part satisfies never
        }
      })}
    </div>
  )
}

/** Characters from which a digest or a line for a shell stands apart. */
const LONG_CODE = 40

function Pieces({ pieces }: { pieces: readonly AnswerPiece[] }) {
  return pieces.map((piece, index) => {
    const key = `${index}`
    // Long code ends its line already.
    if (typeof piece === 'string') return isLong(pieces[index - 1]) ? piece.replace(/^\n/, '') : piece
    if ('strong' in piece) return <strong key={key}>{piece.strong}</strong>
    return (
      <code key={key} class={isLong(piece) ? 'long' : undefined}>
        {piece.code}
      </code>
    )
  })
}

function isLong(piece: AnswerPiece | undefined): boolean {
  return typeof piece === 'object' && 'code' in piece && piece.code.length > LONG_CODE
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
          <span class="podium-medal">{MEDALS[index]}</span>
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
          <Fragment key={`${index}`}>
            <tr>
              <td>
                {ranked && `${first + index + 1}. `}
                {head}
              </td>
              {figures.map((figure, column) => (
                <td key={`${column}`} class={figureClass(figure)}>
                  {figure}
                </td>
              ))}
            </tr>
            {note !== undefined && (
              <tr class="answer-note">
                <td colSpan={columns.length}>{note}</td>
              </tr>
            )}
          </Fragment>
        ))}
      </tbody>
    </table>
  )
}

/** Money coming in is green and money going out is red, as in the account log. */
function figureClass(figure: string): string {
  return figure.startsWith('+') ? 'in' : figure.startsWith('\u2212') ? 'out' : ''
}
