import type { Reply } from '../commands/framework/replies/reply.js'
import type { MadeCover } from '../pictures/drawing.js'
import type { Pictures } from '../pictures/pictures.js'
import type { DescribedPicture } from './card-pictures.js'

/** How long an answer waits for its picture; after that it goes out as text. */
const PATIENCE_MS = 300

/** Pictures of replies. */
export class ReplyPictures {
  constructor(
    private readonly pictures: Pictures,
    private readonly patienceMs = PATIENCE_MS,
  ) {}

  /** Returns the picture of a reply; undefined when it has none, or when that can't be drawn in time. Never rejects. */
  async of({ picture }: Pick<Reply, 'picture'>): Promise<DescribedPicture | undefined> {
    const drawn = picture && (await this.pictures.draw(picture.drawing, this.patienceMs))
    return drawn && { ...drawn, alt: picture.alt }
  }

  /** Makes a cover from a file that someone sent; undefined when nothing can be drawn now. Never rejects. */
  makeCover(file: Uint8Array): Promise<MadeCover | undefined> {
    return this.pictures.makeCover(file)
  }
}
