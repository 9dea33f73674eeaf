import type { DescribedPicture } from '../../src/chat/card-pictures.js'
import { type Block, besidePicture, linesOf, type Reply } from '../../src/commands/framework/replies/reply.js'
import { plainWords, type Span, type Text } from '../../src/commands/framework/replies/rich-text.js'
import { dateTime } from '../../src/i18n/format.js'
import type { Asked } from './requests.js'
import type { Answer, AnswerPart, AnswerPiece, Language } from './wire.js'

/** Encodes a reply for the page, with its picture if that was drawn. Everything is private here, so there are no announcements. */
export function answerOf(
  reply: Reply,
  { id, as, language, message }: Asked,
  now: number,
  picture?: DescribedPicture,
): Answer {
  const { tone, actions, form, outcome, prize, envelope } = reply
  const parts = picture ? writtenParts(besidePicture(reply.blocks), language) : partsOf(reply, language)
  const replaced = reply.replaces && message !== undefined ? message : `answer:${as}:${id}`
  return {
    ...(!form && {
      message: {
        ...{ id: replaced, at: now, kind: 'private', to: as, text: textOf(reply, language), tone },
        ...(parts && { parts }),
        ...(picture && { picture: { url: dataUrl(picture), alt: picture.alt } }),
        ...(actions && { actions }),
      },
    }),
    ...(form && { form }),
    ...(outcome !== undefined && { outcome }),
    ...(prize !== undefined && { amount: prize }),
    ...(envelope !== undefined && { envelope }),
  }
}

/** Returns the text of a reply without markup: the page shows it as it is. */
export function textOf({ blocks }: Pick<Reply, 'blocks'>, language: Language): string {
  return linesOf(blocks)
    .map((line) => plain(line, language))
    .join('\n')
}

/** Returns the parts of a reply; undefined when it is plain text. */
function partsOf({ blocks }: Pick<Reply, 'blocks'>, language: Language): AnswerPart[] | undefined {
  const isPlain = (text: Text) => typeof text === 'string' || !text.some(isMarked)
  if (blocks.every((block) => block.kind === 'text' && isPlain(block.text))) return undefined
  return writtenParts(blocks, language)
}

/** A picture travels with its answer, so no one else can ask for it. */
function dataUrl({ mediaType, bytes }: DescribedPicture): string {
  return `data:${mediaType};base64,${Buffer.from(bytes).toString('base64')}`
}

function writtenParts(blocks: readonly Block[], language: Language): AnswerPart[] {
  return blocks.map((block): AnswerPart => {
    if (block.kind !== 'list') return { kind: block.kind, pieces: piecesOf(block.text, language) }
    if (!block.table) return { kind: 'list', items: block.lines.map((line) => piecesOf(line, language)) }
    const { columns, rows, ranked } = block.table
    return {
      kind: 'table',
      columns,
      rows: rows.map(({ cells, note }) => ({
        cells: cells.map((cell) => plain(cell, language)),
        ...(note !== undefined && { note: plain(note, language) }),
      })),
      ...(ranked && { ranked }),
    }
  })
}

function isMarked(span: Span): span is { readonly strong: string } | { readonly code: string } {
  return typeof span !== 'string' && ('strong' in span || 'code' in span)
}

function piecesOf(text: Text, language: Language): AnswerPiece[] {
  if (typeof text === 'string') return [text]
  return text.map((span) => (isMarked(span) ? span : plain([span], language)))
}

function plain(text: Text, language: Language): string {
  return plainWords(text, (at) => dateTime(at, language))
}
