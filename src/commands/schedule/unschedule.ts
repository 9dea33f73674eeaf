import { envelope } from '../framework/arguments/arguments.js'
import { defineCommand } from '../framework/define.js'
import { bad, good } from '../framework/replies/reply.js'
import { momentText } from './moments.js'
import { unscheduleWords } from './unschedule-words.js'
import { scheduleSay } from './words.js'

/** Cancels what is scheduled: behind the buttons of the calendar only. */
export const unschedule = defineCommand({
  name: 'unschedule',
  words: unscheduleWords,
  arguments: { envelope: envelope() },
  hidden: true,
  rights: 'admin',
  does: 'moves money',
  async run({ app, here, key, platformAdmin, args, language, money, community, answer, inChat }) {
    const say = scheduleSay[language]
    const outcome = await app.cancelScheduled({ ...here, key, platformAdmin, envelopeNo: args.envelope })
    const { timeZone, language: spoken } = await community()
    const cards = spoken ?? language
    const aloudMoney = (await inChat()).money
    return answer(outcome, {
      schedule_cancelled({ refunded, currency, own, sender, opensAt }) {
        const amount = money(refunded, currency)
        if (own) return good(say.cancelled({ amount }))
        const time = momentText(opensAt, language, timeZone)
        const aloud = scheduleSay[cards].cancelledFor({
          ...{ amount: aloudMoney(refunded, currency), sender },
          time: momentText(opensAt, cards, timeZone),
        })
        return good(say.cancelledFor({ amount, sender, time }), { aloud })
      },
      not_sender: () => bad(say.notSender),
      not_scheduled: ({ state }) => bad(say.notScheduled[state === 'open' ? 'open' : 'ended']),
      unknown_envelope: () => bad(say.unknown),
    })
  },
})
