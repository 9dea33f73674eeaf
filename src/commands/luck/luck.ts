import { defineCommand } from '../framework/define.js'
import { info } from '../framework/replies/reply.js'
import { words } from './words.js'

export const luck = defineCommand({
  name: 'luck',
  words,
  arguments: {},
  ignoresMoreWords: true,
  async run({ app, here, say, money, answer }) {
    return answer(await app.luck(here), {
      luck({ packets, currency, luckierThan, ...sums }) {
        const [expected, got] = [money(sums.expected, currency), money(sums.got, currency)]
        const luckier = luckierThan === null ? '' : say.luckier({ percent: luckierThan })
        return info(say.luck({ packets, expected, got }) + luckier)
      },
      no_luck: () => info(say.none),
    })
  },
})
