import type { App } from '../app/app.js'
import { encodeFormStep } from '../commands/framework/actions.js'
import type { FormView, Post, Reply } from '../commands/framework/replies/reply.js'
import type { Request } from '../commands/framework/request.js'
import type { Language } from '../i18n/language.js'
import type { DescribedPicture } from './card-pictures.js'
import { FormMessages } from './form-messages.js'
import { formPost, formToast } from './form-post.js'
import { privateHint } from './private-hint.js'
import type { ReplyPictures } from './reply-pictures.js'
import type { Errand, SendQueue } from './send-queue.js'
import type { OutgoingMessage, Sent } from './waiting-list.js'

/** Encodes replies, for platforms where a form is a message and a private chat has its person's id. */
export interface ReplyEncoder {
  /** A post that has no room for its picture goes without. */
  message(post: Post, picture?: DescribedPicture): OutgoingMessage
  /** Builds a sentence with a button that leads to the private chat. */
  hint(text: string, button: string): OutgoingMessage
  /** Builds the answer to a tap, cut to what fits. */
  toast(said: ToastText): string
  /** Returns the address that opens the private chat with an action. */
  privateLink(data: string): string
  fitsToast(said: ToastText): boolean
}

export type ToastText = Pick<Reply, 'blocks' | 'brief'>

export interface RepliesOptions {
  readonly app: Pick<App, 'announced'>
  readonly queue: SendQueue
  readonly encode: ReplyEncoder
  /** Deletes one of the bot's messages, eventually. */
  readonly takeAway: (chat: string, message: number) => void
  /** Returns whether a message is a duplicate card of an envelope. */
  readonly isDuplicate: (envelopeNo: string, chat: string, message: string) => boolean
  readonly pictures?: ReplyPictures
  /** Runs work in the background. */
  readonly later: (work: Promise<unknown>) => void
}

/** Answer to a tap. An alert must be dismissed; a toast fades. */
export interface Toast {
  readonly text: string
  readonly alert: boolean
  /** Opened in place of the text. */
  readonly url?: string
}

type Asker = Pick<Request, 'by' | 'place' | 'language'>

interface Where {
  readonly chat: string
  /** Parameters that make a message a reply to the line. */
  readonly inReply: object
}

/** Delivers replies to their readers: to lines as messages, to taps as toasts where possible. */
export class Replies {
  private readonly forms: FormMessages

  constructor(private readonly options: RepliesOptions) {
    const { queue, encode, takeAway } = options
    this.forms = new FormMessages({
      render: (view, language) => encode.message(formPost(view, language)),
      edit: (form, draw, about) => queue.edit(form.chat, form.message, draw, { about, by: form.by }),
      takeAway,
    })
  }

  /**
   * Answers a line: privately when it was written in private or the reply is for the asker alone, otherwise in the
   * chat.
   */
  async toLine(reply: Reply, { by, place, language }: Asker, where: Where): Promise<void> {
    const { queue, app, encode, later } = this.options
    const { form, key, aloud, aside } = reply
    const { chat, inReply } = where
    const errand = errandOf(reply, by.user, language)
    if (form) {
      await this.showForm(form, by.user, language, where)
      // A form that is shown already only changes: the refusal stands below the line.
      if (reply.tone === 'bad')
        await queue.send(chat, { ...encode.message(spoken(reply)), ...inReply }, errand)
      if (aside !== undefined)
        await queue.send(by.user, encode.message({ blocks: [{ kind: 'text', text: aside }] }), errand)
      return
    }
    if (reply.envelope !== undefined) this.forms.endQuestion(chat, by.user)
    const picture = reply.picture && (await this.options.pictures?.of(reply))
    if (!place) {
      if (aloud !== undefined && reply.place) later(this.announce(reply, reply.place.chat, errand))
      return void (await queue.send(chat, encode.message(reply, picture), errand))
    }
    // Platforms repeat commands they aren't sure of, and a second announcement would look like a second payment.
    if (key !== undefined && (await app.announced.already(key))) return
    const inChat = (post: Post, drawn?: DescribedPicture) =>
      queue.send(chat, { ...encode.message(post, drawn), ...inReply }, errand)
    // The private chat has its own rate budget, so the two needn't wait for each other.
    const said = aloud === undefined ? undefined : inChat({ blocks: [{ kind: 'text', text: aloud }] })
    const own =
      reply.to === 'asker'
        ? queue.send(by.user, encode.message(reply, picture), errand)
        : said
          ? undefined
          : inChat(reply, picture)
    const heard = (said ?? own)?.then(async ({ kind }) => {
      if (kind === 'sent' && key !== undefined) await app.announced.done(key)
    })
    // Nothing to hint at when the chat sees the result anyway, in the announcement or on the card.
    const isShown = reply.envelope !== undefined && reply.unreached === undefined
    const hinted = reply.to === 'asker' && !said && !isShown
    await Promise.all([heard, hinted && own && this.hint(reply, own, { by, language }, where)])
  }

  /**
   * Shows the result of a tap and returns its toast; undefined when the message shows it. `data` is that of the button;
   * `real`: whether the message has the button, so that it may be edited.
   */
  async toTap(
    reply: Reply,
    { by, place, language }: Asker,
    { chat, message, data, real }: { chat: string; message: number; data: string; real: boolean },
  ): Promise<Toast | undefined> {
    const { queue, encode, isDuplicate, takeAway, later } = this.options
    const errand = errandOf(reply, by.user, language)
    const said = { text: encode.toast(reply), alert: true }
    const { form, envelope, tone, aside } = reply
    // Below a card others would see the answer, so it is given in private.
    if (form && place && reply.to === 'asker')
      return { ...said, url: encode.privateLink(encodeFormStep(form.id, { kind: 'open' })) }
    if (form) {
      const shown = this.redraw(form, by.user, language, chat, real ? message : undefined)
      if (aside !== undefined) return { text: encode.toast({ blocks: [], brief: aside }), alert: true }
      return tone === 'bad' ? said : shown
    }
    if (reply.aloud !== undefined && reply.place) later(this.announce(reply, reply.place.chat, errand))
    if (real && reply.dismisses) {
      if (!this.forms.endAt(chat, message)) takeAway(chat, message)
      return { ...said, alert: false }
    }
    const mayRead = !place || reply.to !== 'asker'
    if (real && reply.replaces && mayRead) {
      later(queue.edit(chat, message, () => encode.message(reply), errand))
      return tone === 'bad' ? said : undefined
    }
    if (real && envelope !== undefined && isDuplicate(envelope, chat, String(message)))
      takeAway(chat, message)
    if (tone === 'bad') return said
    if (real) this.forms.endAt(chat, message)
    const picture = reply.picture && (await this.options.pictures?.of(reply))
    if (picture) {
      // A picture for one person would fill the group, so the button leads to the private chat, where it is sent.
      if (place) return { ...said, url: encode.privateLink(data) }
      later(queue.send(chat, encode.message(reply, picture), errand))
      return undefined
    }
    if (!mayRead || (!reply.actions && (place || encode.fitsToast(reply)))) return said
    later(queue.send(chat, encode.message(reply), errand))
    return undefined
  }

  private async announce({ key, aloud = '' }: Reply, chat: string, errand: Errand): Promise<void> {
    const { app, queue, encode } = this.options
    if (key !== undefined && (await app.announced.already(key))) return
    const { kind } = await queue.send(
      chat,
      encode.message({ blocks: [{ kind: 'text', text: aloud }] }),
      errand,
    )
    if (kind === 'sent' && key !== undefined) await app.announced.done(key)
  }

  /** Tells a chat where to find a private answer, whether or not the bot could open the private chat. */
  private async hint(
    reply: Reply,
    sent: Promise<Sent>,
    { by, language }: Pick<Asker, 'by' | 'language'>,
    { chat, inReply }: Where,
  ): Promise<void> {
    const { queue, encode } = this.options
    const reached = (await sent).kind === 'sent'
    if (reached && reply.envelope !== undefined) return
    const { text, button } = privateHint(reply, reached, language)
    const about = reply.tone === 'bad' ? 'act' : 'read'
    await queue.send(chat, { ...encode.hint(text, button), ...inReply }, { about, by: by.user })
  }

  /** Shows a form in answer to a line; redraws it if it is already shown. */
  private async showForm(
    view: FormView,
    by: string,
    language: Language,
    { chat, inReply }: Where,
  ): Promise<void> {
    const { queue, encode } = this.options
    if (this.forms.isKnown(view.id)) return this.forms.change(view, 'at once')
    const shown = { ...encode.message(formPost(view, language)), ...inReply }
    const sent = await queue.send(chat, shown, { about: 'act', by })
    if (sent.kind === 'sent') this.forms.shows({ chat, message: Number(sent.message), by, language, view })
  }

  /** Shows a form in answer to a tap: where it is already shown, or in place of the tapped message. */
  private redraw(
    view: FormView,
    by: string,
    language: Language,
    chat: string,
    tapped: number | undefined,
  ): Toast {
    const { text, asks } = formToast(view, language)
    const known = this.forms.find(view.id)
    if (known && (tapped === undefined || known.message === tapped)) {
      // Other fields are shown, so nothing can be tapped before they are there.
      const turned = known.view.atMore !== view.atMore
      this.forms.change(view, turned ? 'at once' : 'soon')
    } else if (tapped === undefined)
      this.options.later(this.showForm(view, by, language, { chat, inReply: {} }))
    else {
      this.forms.shows({ chat, message: tapped, by, language, view }, false)
      this.forms.change(view, 'at once')
    }
    return { text: this.options.encode.toast({ blocks: [], brief: text }), alert: asks }
  }
}

/** Returns a reply without its form. */
function spoken({ blocks }: Reply): Post {
  return { blocks }
}

function errandOf({ urgency = 'read' }: Reply, by: string, language: Language): Errand {
  return urgency === 'money' ? { about: 'money', by, language } : { about: urgency, by }
}
