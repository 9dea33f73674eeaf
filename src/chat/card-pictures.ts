import type { EnvelopeView } from '../app/envelopes/view-envelope.js'
import { festivalWords } from '../commands/red-packet/festival-words.js'
import { resultPicture } from '../commands/results/result-picture.js'
import type { Theme } from '../core/festivals.js'
import { isolated } from '../core/text.js'
import type { Language } from '../i18n/language.js'
import type { CoverDrawing, Picture } from '../pictures/drawing.js'
import type { Pictures } from '../pictures/pictures.js'
import { chatCardWords } from './card-words.js'
import { pictureWords } from './picture-words.js'

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
    const result = envelope.pictures ? resultPicture(envelope, languageOf(envelope)) : undefined
    // No one waits for a result.
    const picture = result && (await this.pictures.draw(result.drawing, RESULT_PATIENCE_MS))
    return picture && { ...picture, alt: result.alt }
  }
}

/** Returns the cover of an envelope, with the sender and the greeting. */
export function coverDrawing(envelope: EnvelopeView): CoverDrawing {
  const { title } = chatCardWords[languageOf(envelope)]
  return {
    ...plainCover(envelope.theme),
    title: title({ sender: isolated(envelope.sender.name) }),
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
