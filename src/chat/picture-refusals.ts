import { BoundedMap } from '../bounded-map.js'
import type { Log } from '../log.js'
import type { DescribedPicture } from './card-pictures.js'
import type { PostResult } from './platform.js'

/** How long a chat that refused a picture gets none. Milliseconds. */
const PAUSE_MS = 3_600_000
const MAX_CHATS = 1_000

/** Remembers which chats refuse pictures, so that their cards go out as text at the first try. */
export class PictureRefusals {
  /** When each chat refused one, on the monotonic clock. */
  private readonly refusedAt = new BoundedMap<string, number>(MAX_CHATS)

  constructor(private readonly log: Log) {}

  /** Posts a message with its picture, or without where the chat takes none. `chat`: unique among all platforms. */
  async post(
    chat: string,
    picture: DescribedPicture | undefined,
    post: (picture?: DescribedPicture) => Promise<PostResult>,
  ): Promise<PostResult> {
    if (!picture || !this.mayHave(chat)) return await post()
    const result = await post(picture)
    if (result.kind !== 'impossible' || !result.pictureRefused) return result
    if (!this.refusedAt.has(chat))
      this.log.warn(
        { chat, why: result.why },
        'pictures are refused here: may the bot attach files or send photos?',
      )
    this.refusedAt.set(chat, performance.now())
    return await post()
  }

  private mayHave(chat: string): boolean {
    const at = this.refusedAt.get(chat)
    return at === undefined || performance.now() - at > PAUSE_MS
  }
}
