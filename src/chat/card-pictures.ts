import type { App } from '../app/app.js'
import type { EnvelopeView } from '../app/envelopes/view-envelope.js'
import { BoundedMap } from '../bounded-map.js'
import { festivalWords } from '../commands/red-packet/festival-words.js'
import { resultPicture } from '../commands/results/result-picture.js'
import type { Theme } from '../core/festivals.js'
import type { Language } from '../i18n/language.js'
import { type CoverDrawing, marked, type OwnCover, type Picture } from '../pictures/drawing.js'
import type { Pictures } from '../pictures/pictures.js'
import { withTimeout } from '../with-timeout.js'
import { chatCardWords } from './card-words.js'
import { pictureWords } from './picture-words.js'

const RESULT_PATIENCE_MS = 5_000
/** A card goes out with its theme's cover when the community's own can't be read in time. */
const OWN_PATIENCE_MS = 100
/** Maximum number of own covers kept in memory; each has about 100 kB. */
const MAX_OWN = 10

/** A picture with its description, for people who can't see it. */
export interface DescribedPicture extends Picture {
  readonly alt: string
}

/** Pictures of cards, in the words of their chats. */
export class CardPictures {
  private readonly own = new BoundedMap<string, OwnCover>(MAX_OWN)

  /** Without `app`, no card has a community's own cover. */
  constructor(
    private readonly pictures: Pictures,
    private readonly app?: Pick<App, 'coverPicture'>,
  ) {}

  /** Draws a theme's cover ahead, for cards whose own can't be drawn in time. */
  prepare(theme: Theme): void {
    this.pictures.prepare(plainCover(theme))
  }

  /** Returns the cover of an envelope, or that of its theme when its own takes too long; undefined without any. */
  async cover(envelope: EnvelopeView): Promise<DescribedPicture | undefined> {
    if (!envelope.pictures) return undefined
    const { theme } = envelope
    const own = await this.ownCover(envelope)
    const plain = plainCover(theme, own)
    const picture = (await this.pictures.draw(coverDrawing(envelope, own))) ?? this.pictures.kept(plain)
    this.pictures.prepare(plain)
    return picture && { ...picture, alt: coverAlt(envelope) }
  }

  /** Returns how an envelope ended, as a picture; undefined when no one grabbed, or when it can't be drawn. */
  async result(envelope: EnvelopeView): Promise<DescribedPicture | undefined> {
    if (!envelope.pictures) return undefined
    const result = resultPicture(envelope, languageOf(envelope), await this.ownCover(envelope))
    // No one waits for a result.
    const picture = result && (await this.pictures.draw(result.drawing, RESULT_PATIENCE_MS))
    return picture && { ...picture, alt: result.alt }
  }

  /** Returns the own cover of an envelope's community; undefined without one, or when it can't be read in time. */
  private async ownCover({ cover }: EnvelopeView): Promise<OwnCover | undefined> {
    if (!cover || !this.app) return undefined
    const { digest } = cover
    const kept = this.own.get(digest)
    if (kept) return kept
    const bytes = await withTimeout(OWN_PATIENCE_MS, this.app.coverPicture(cover))
    if (!bytes) return undefined
    const own = { digest, bytes }
    this.own.set(digest, own)
    return own
  }
}

/** Returns the cover of an envelope, with the sender and the greeting. */
export function coverDrawing(envelope: EnvelopeView, own?: OwnCover): CoverDrawing {
  const { title } = chatCardWords[languageOf(envelope)]
  return {
    ...plainCover(envelope.theme, own),
    title: title({ sender: marked(envelope.sender.name) }),
    greeting: greetingOf(envelope),
  }
}

/** Returns what the cover of an envelope shows, in words. */
export function coverAlt(envelope: EnvelopeView): string {
  const language = languageOf(envelope)
  const theme = festivalWords[language].theme[envelope.theme]
  return pictureWords[language].cover({ theme, greeting: greetingOf(envelope) })
}

function plainCover(theme: Theme, own?: OwnCover): CoverDrawing {
  return { kind: 'cover', theme, ...(own && { own }), title: '', greeting: '' }
}

function greetingOf(envelope: EnvelopeView): string {
  return envelope.greeting || festivalWords[languageOf(envelope)].greeting[envelope.theme]
}

function languageOf({ language }: EnvelopeView): Language {
  return language ?? 'en'
}
