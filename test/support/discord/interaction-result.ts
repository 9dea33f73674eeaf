import type { FakeDiscord } from './fake-discord.js'
import type { FakeMessage } from './message.js'
import type { FakeModal } from './modal.js'

/** A user's view after a command, a click or a submitted modal. */
export class InteractionResult {
  /** `failed` when nothing came within `fake.responseWindow`: the user reads "the application did not respond". */
  outcome: 'replied' | 'deferred' | 'modal' | 'updated' | 'autocomplete' | 'failed' = 'failed'
  /** The reply, or the component's message when that was updated. */
  reply: FakeMessage | undefined
  modal: FakeModal | undefined
  choices: readonly { name: string; value: string | number }[] | undefined
  readonly followups: FakeMessage[] = []
  /** Time from the dispatch to the first response, with or without text, in ms. */
  millis = 0
  /** For the fake only: the response was a deferUpdate; collects what follows it. */
  deferredUpdate = false
  originalEdited = false

  constructor(
    private readonly fake: FakeDiscord,
    readonly interactionId: string,
  ) {}

  get ephemeral(): boolean {
    return this.reply?.ephemeral ?? false
  }

  /** The current text of the reply; '' when there is none. */
  get text(): string {
    return this.reply?.text ?? ''
  }

  /**
   * Resolves with the final message: at once for a reply or an update; for a deferral the message that fills it; after
   * a `deferUpdate` the edit or the first followup. Rejects when there will be none.
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
