import type { Claim, EnvelopeView } from '../app/envelopes/view-envelope.js'
import { amountShown } from '../commands/red-packet/amount-shown.js'
import { cardWords } from '../commands/red-packet/card-words.js'
import { festivalWords } from '../commands/red-packet/festival-words.js'
import { resultText } from '../commands/results/result-text.js'
import { resultWords } from '../commands/results/words.js'
import type { Theme } from '../core/festivals.js'
import { isDrawn } from '../core/ways/ways.js'
import { duration } from '../i18n/format.js'
import type { Language } from '../i18n/language.js'
import type { CoverDrawing, Picture, ResultDrawing, ResultRow } from '../pictures/drawing.js'
import type { Pictures } from '../pictures/pictures.js'
import { chatCardWords } from './card-words.js'
import { pictureWords } from './picture-words.js'

/** Most people on the picture of a result. */
const MAX_ROWS = 10
const RESULT_PATIENCE_MS = 5_000

/** A picture with its description, for people who can't see it. */
export interface DescribedPicture extends Picture {
  readonly alt: string
}

/** Pictures of cards, in the words of their chats. */
export class CardPictures {
  constructor(private readonly pictures: Pictures) {}

  /** Draws a theme's cover ahead, for cards whose own can't be drawn in time. */
  prepare(theme: Theme): void {
    this.pictures.prepare(plainCover(theme))
  }

  /** Returns the cover of an envelope, or that of its theme when its own takes too long; undefined without any. */
  async cover(envelope: EnvelopeView): Promise<DescribedPicture | undefined> {
    if (!envelope.pictures) return undefined
    const { theme } = envelope
    const picture =
      (await this.pictures.draw(coverDrawing(envelope))) ?? this.pictures.kept(plainCover(theme))
    this.prepare(theme)
    return picture && { ...picture, alt: coverAlt(envelope) }
  }

  /** Returns how an envelope ended, as a picture; undefined when no one grabbed, or when it can't be drawn. */
  async result(envelope: EnvelopeView): Promise<DescribedPicture | undefined> {
    if (!envelope.pictures || envelope.claims.length === 0) return undefined
    const { drawing, alt } = resultDrawing(envelope)
    // No one waits for a result.
    const picture = await this.pictures.draw(drawing, RESULT_PATIENCE_MS)
    return picture && { ...picture, alt }
  }
}

/** Returns who got what, as a drawing, and its description. */
function resultDrawing(envelope: EnvelopeView): { drawing: ResultDrawing; alt: string } {
  const language = languageOf(envelope)
  const { theme, claims, sender } = envelope
  const shown = claims.filter(({ luckiest }, index) => index < MAX_ROWS || luckiest)
  // The luckiest takes the place of the last.
  if (shown.length > MAX_ROWS) shown.splice(MAX_ROWS - 1, 1)
  const rows = shown.map((claim): ResultRow => rowOf(envelope, claim, language))
  const others = claims.length - rows.length
  const summary = resultText(envelope, language, 'chat')
  const drawing: ResultDrawing = {
    ...{ kind: 'result', theme, summary, rows, greeting: greetingOf(envelope) },
    title: resultWords[language].which.chat({ sender: sender.name }),
    more: others > 0 ? cardWords[language].more({ count: others }) : '',
  }
  return {
    drawing,
    alt: [summary, ...rows.map(({ place, name, amount }) => `${place}. ${name} ${amount}`)].join('\n'),
  }
}

function rowOf(envelope: EnvelopeView, claim: Claim, language: Language): ResultRow {
  const { position, member, amount, at, luckiest, said } = claim
  const time = duration(at - envelope.createdAt, language)
  return {
    ...{ place: String(position), name: member.name, best: luckiest },
    amount: amountShown(envelope, amount, language),
    // Everyone in a draw gets their share at the same moment.
    note: said ?? (isDrawn(envelope.way.kind) ? '' : pictureWords[language].after({ time })),
  }
}

/** Returns the cover of an envelope, with the sender and the greeting. */
export function coverDrawing(envelope: EnvelopeView): CoverDrawing {
  const { title } = chatCardWords[languageOf(envelope)]
  return {
    ...plainCover(envelope.theme),
    title: title({ sender: envelope.sender.name }),
    greeting: greetingOf(envelope),
  }
}

/** Returns what the cover of an envelope shows, in words. */
export function coverAlt(envelope: EnvelopeView): string {
  const language = languageOf(envelope)
  const theme = festivalWords[language].theme[envelope.theme]
  return pictureWords[language].cover({ theme, greeting: greetingOf(envelope) })
}

function plainCover(theme: Theme): CoverDrawing {
  return { kind: 'cover', theme, title: '', greeting: '' }
}

function greetingOf(envelope: EnvelopeView): string {
  return envelope.greeting || festivalWords[languageOf(envelope)].greeting[envelope.theme]
}

function languageOf({ language }: EnvelopeView): Language {
  return language ?? 'en'
}
