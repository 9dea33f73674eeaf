import { MAX_NOTE } from '../../core/text.js'
import { flag, optional, text, whole } from '../framework/arguments/arguments.js'
import { defineCommand } from '../framework/define.js'
import { bad, good, info, privately } from '../framework/replies/reply.js'
import { words } from './words.js'

const MAX_TRADE_NO = 999_999_999_999

export const reverse = defineCommand({
  name: 'reverse',
  words,
  arguments: {
    trade: whole({ max: MAX_TRADE_NO, positional: true }),
    reason: text({ max: MAX_NOTE, rest: true }),
    /** True if the preview was confirmed. */
    sure: optional(flag({ hidden: true })),
  },
  rights: 'treasurer',
  does: 'moves money',
  async run({ app, here, key, platformAdmin, args, say, money, answer, confirmAsGiven }) {
    const { trade, reason, sure } = args
    const command = { ...here, platformAdmin, trade, reason }
    const outcome = sure ? await app.reverseTrade({ ...command, key }) : await app.previewReversal(command)
    const sides = ({ from, to }: { from: string | null; to: string | null }) => ({
      from: from ?? say.mint,
      to: to ?? say.mint,
    })
    return answer(outcome, {
      reversal_preview: ({ reverses: no, of, amount, currency, ...names }) =>
        privately(
          info(say.preview({ no, of: say.of[of], amount: money(amount, currency), ...sides(names) }), {
            actions: confirmAsGiven({ sure: 'yes' }, 'danger'),
          }),
        ),
      reversed: ({ reverses: no, amount, currency, reason, ...names }) =>
        privately(
          good(say.done({ no, amount: money(amount, currency), reason, ...sides(names) }), {
            replaces: true,
          }),
        ),
      unknown_trade: () => bad(say.unknown),
      not_reversible: ({ because }) => bad(say.because[because]),
      already_reversed: (refusal) => bad(say.alreadyReversed(refusal)),
      booked_elsewhere: (refusal) => bad(say.elsewhere(refusal)),
      one_person: (refusal) => bad(say.onePerson(refusal)),
      member_lacks: ({ name, balance, missing, currency, movedTo }) =>
        privately(
          bad(
            say.lacks({
              ...{ name, balance: money(balance, currency), missing: money(missing, currency) },
              ...(movedTo !== undefined && { movedTo }),
            }),
            { unreached: say.unreached },
          ),
        ),
      circulation_full: () => bad(say.circulationFull),
      reason_missing: () => bad(say.reasonMissing),
      reason_too_long: (refusal) => bad(say.reasonTooLong(refusal)),
    })
  },
})
