import type { FakeDiscord } from './fake-discord.js'
import type { FakeMessage } from './message.js'
import type { FakeModal } from './modal.js'

/** What a user sees after a command, a click or a submitted modal. */
export class InteractionResult {
  /** `failed` when nothing came within `fake.responseWindow`: the user reads "the application did not respond". */
  outcome: 'replied' | 'deferred' | 'modal' | 'updated' | 'autocomplete' | 'failed' = 'failed'
  /** The reply, or the message that the component sits on when that was updated. */
  reply: FakeMessage | undefined
  modal: FakeModal | undefined
  choices: readonly { name: string; value: string | number }[] | undefined
  readonly followups: FakeMessage[] = []
  /** From the dispatch until the first response, whether with words or without, in ms. */
  millis = 0
  /** For the fake itself: the response was a deferUpdate, and what came after it. */
  deferredUpdate = false
  originalEdited = false

  constructor(
    private readonly fake: FakeDiscord,
    readonly interactionId: string,
  ) {}

  get ephemeral(): boolean {
    return this.reply?.ephemeral ?? false
  }

  /** The text of the reply as it is now, '' when there is none. */
  get text(): string {
    return this.reply?.text ?? ''
  }

  /**
   * The message that ends the matter: at once for a reply or an update; for a deferred one what fills it, after a
   * `deferUpdate` the edit of the message or the first followup. Rejects when there will be none.
   */
  async final(): Promise<FakeMessage> {
    const { reply } = this
    if (!reply) throw new Error(`the interaction ended as ${this.outcome}, without a message`)
    return this.fake.waitFor(() => {
      if (this.deferredUpdate && !this.originalEdited) return this.followups[0]
      if (reply.deleted) throw new Error('the reply was deleted')
      return reply.loading ? undefined : reply
    }, 'the final answer to an interaction')
  }
}
