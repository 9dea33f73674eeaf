import type { ChosenRole } from '../../../app/envelopes/send-envelope.js'
import type { Person } from '../../../core/person.js'
import { gapBetween } from '../../../i18n/chinese.js'

/** A piece of text. Strings are plain: adapters escape every one of them, so no string can become markup. */
export type Span =
  | string
  | { readonly strong: string }
  /** Verbatim text to copy, such as a digest or a shell line. */
  | { readonly code: string }
  /** A moment (UTC milliseconds), shown in the reader's own time zone where the platform can. */
  | { readonly at: number }
  /** Text that a person typed. Platforms that make words tappable must break them. */
  | { readonly quote: string }
  /** A person by name; in an announcement, the mention notifies them. */
  | { readonly mention: Person }
  /** A role by name; in an announcement, notifies it where every member may do so. */
  | { readonly role: ChosenRole }

export type Text = string | readonly Span[]

export const code = (text: string): Span => ({ code: text })
export const moment = (at: number): Span => ({ at })
export const quote = (typed: string): Span => ({ quote: typed })
export const mention = (person: Person): Span => ({ mention: person })

// Two Unicode noncharacters, which no text needs.
const BEGIN = '\ufdd0'
const END = '\ufdd1'
const SLOT = /\ufdd0(\d+)\ufdd1/
const SLOT_SIGNS = /[\ufdd0\ufdd1]/g

type Fillers<Values> = { readonly [K in keyof Values]: Values[K] extends string ? Span : Values[K] }

/**
 * Fills a text with pieces that are more than text: `fill(say.sealed, { time: moment(at) })`. The
 * sentence decides where each piece stands, and each stays data until an adapter renders it.
 */
export function fill<Values extends object>(
  sentence: (values: Values) => string,
  values: Fillers<Values>,
): readonly Span[] {
  const pieces: Span[] = []
  const slots: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'object') {
      pieces.push(value as Span)
      slots[name] = `${BEGIN}${pieces.length - 1}${END}`
    } else slots[name] = typeof value === 'string' ? value.replace(SLOT_SIGNS, '') : value
  }
  const spans: Span[] = []
  for (const [index, part] of sentence(slots as Values)
    .split(SLOT)
    .entries()) {
    const span = index % 2 === 0 ? part : pieces[Number(part)]
    if (span === undefined || span === '') continue
    const gap = gapBetween(edgesOf(spans.at(-1)), edgesOf(span))
    if (gap !== '') spans.push(gap)
    spans.push(span)
  }
  return spans
}

/** The text of a name or a sentence, whose neighbours in Chinese depend on its script; nothing of any other span. */
function edgesOf(span: Span | undefined): string {
  if (span === undefined) return ''
  if (typeof span === 'string') return span
  if ('strong' in span) return span.strong
  if ('quote' in span) return span.quote
  return 'mention' in span ? span.mention.name : ''
}

const asIs = (words: string) => words
const named = ({ name }: { readonly name: string }) => name

/** Returns a text without markup, such as for the description of a picture. `at` formats moments; the default omits them. */
export function plainWords(text: Text, at: Writer['at'] = () => ''): string {
  return render(text, { plain: asIs, strong: asIs, code: asIs, quote: asIs, at, mention: named, role: named })
}

/** How a platform writes each kind of span. */
export interface Writer {
  plain(text: string): string
  strong(text: string): string
  code(text: string): string
  at(at: number): string
  quote(typed: string): string
  mention(person: Person): string
  role(role: ChosenRole): string
}

/** Renders text with one function per kind of span; the only place that knows them all. */
export function render(text: Text, write: Writer): string {
  if (typeof text === 'string') return write.plain(text)
  let rendered = ''
  for (const span of text) {
    if (typeof span === 'string') rendered += write.plain(span)
    else if ('strong' in span) rendered += write.strong(span.strong)
    else if ('code' in span) rendered += write.code(span.code)
    else if ('at' in span) rendered += write.at(span.at)
    else if ('quote' in span) rendered += write.quote(span.quote)
    else if ('mention' in span) rendered += write.mention(span.mention)
    else rendered += write.role(span.role)
  }
  return rendered
}
