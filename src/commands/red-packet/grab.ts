import { asks, LONGEST_ANSWER } from '../../core/conditions/terms.js'
import type { Place } from '../../core/place.js'
import { blockedReply } from '../block/blocked-reply.js'
import { lookUp } from '../envelope/look-up.js'
import { envelope, optional, text } from '../framework/arguments/arguments.js'
import { type Context, defineCommand } from '../framework/define.js'
import { bad, good, info, type Said } from '../framework/replies/reply.js'
import { isPublic } from '../framework/request.js'
import { askFor, askForReply, notMet, wrongAnswer } from './conditions/conditions.js'
import { conditionsWords } from './conditions/conditions-words.js'
import { grabWords } from './grab-words.js'
import { wayAnswers } from './ways/ways.js'

const arguments_ = {
  envelope: envelope(),
  /** To a condition that asks for one. */
  answer: optional(text({ max: LONGEST_ANSWER, rest: true })),
}

export const grab = defineCommand({
  name: 'grab',
  words: grabWords,
  arguments: arguments_,
  where: 'anywhere',
  unlisted: true,
  skipsWelcome: true,
  to: 'asker',
  async run({ app, request, here, key, args, say, money, answer, ask, language }) {
    const { by } = here
    const roles = request.roles()
    const { reaction } = request
    const told = request.told?.()
    const given = args.answer === undefined ? undefined : { text: args.answer, inPublic: isPublic(request) }
    const grabAt = (place: Place) =>
      app.grabShare(
        { key, place, by, envelopeNo: args.envelope, roles, told, reaction, ...(given && { given }) },
        request.accepted,
      )
    // In private, only an answer to a condition is taken: everything else is grabbed at the card.
    if (!here.place && !given) return bad(say.unknown)
    const found = await (here.place ? grabAt(here.place) : lookUp({ app, request }, grabAt))
    // A card of another database, in a chat that this one does not know.
    const outcome = found.kind === 'unknown_chat' ? ({ kind: 'unknown_envelope' } as const) : found
    const isNeedless =
      given && hasGot(outcome) && !(await asksAnything({ app, request, here }, args.envelope))
    const notAsked = isNeedless ? [conditionsWords[language].notAsked] : []
    const toLine = lineReplies({ request, ask, language })
    const reply = answer(outcome, {
      grabbed({ currency, ...got }) {
        const [amount, balance] = [money(got.amount, currency), money(got.balance, currency)]
        return good([say.grabbed({ amount, balance }), ...notAsked], {
          prize: got.amount,
          ...toLine.unreached,
        })
      },
      already_grabbed: ({ amount, currency }) =>
        info(say.already({ amount: money(amount, currency) }), { prize: amount }),
      ...wayAnswers({ language, money, notAsked, ...toLine }),
      asked: ({ condition }) => toLine.asks(askFor(condition, language), askForReply(condition, language)),
      wrong_answer({ condition, left }) {
        const text = wrongAnswer(condition, left, language)
        return left === 0 ? bad(text, toLine.aloud) : toLine.asksAgain(text)
      },
      not_met: ({ refusal }) => bad(notMet(refusal, language), toLine.aloud),
      not_chosen: () => info(say.notChosen),
      blocked: blockedReply(language),
      own_envelope: () => info(say.own),
      finished: () => bad(say.finished),
      expired: () => bad(say.expired),
      cancelled: () => bad(say.cancelled),
      unknown_envelope: () => bad(say.unknown),
    })
    return { ...reply, envelope: args.envelope }
  },
})

/** Returns whether the tap got a share, or a ticket for one. */
function hasGot({ kind }: { readonly kind: string }): boolean {
  return kind === 'grabbed' || kind === 'joined'
}

/** Returns whether a red packet asks for an answer. */
async function asksAnything(
  { app, request, here }: Pick<Context<typeof arguments_, unknown>, 'app' | 'request' | 'here'>,
  envelopeNo: string,
): Promise<boolean> {
  const { by } = here
  const seen = await lookUp({ app, request }, (place) => app.envelopeDetails({ place, by, envelopeNo }))
  return seen.kind === 'envelope' && (seen.envelope.conditions ?? []).some(asks)
}

/** How replies differ where an answer is written in the chat: below the card, or with the command. */
function lineReplies({
  request,
  ask,
  language,
}: Pick<Context<typeof arguments_, unknown>, 'request' | 'ask' | 'language'>) {
  const words = conditionsWords[language]
  const inChat = isPublic(request)
  const aloud = inChat ? ({ to: 'anyone' } as const) : {}
  return {
    aloud,
    unreached: inChat ? { unreached: words.seeCard } : {},
    /** `reply`: how to answer below the card. */
    asks(prompt: string, reply: string | undefined): Said {
      if (request.place && request.traits.cardReplies)
        if (reply !== undefined || inChat) return info(reply ?? words.tellPrivately, aloud)
      return { ...ask(['answer'], prompt), outcome: 'asked' }
    },
    asksAgain: (text: string): Said =>
      inChat ? bad(text, aloud) : { ...ask(['answer'], text), tone: 'bad', outcome: 'wrong_answer' },
  }
}
