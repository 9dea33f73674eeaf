import { defineCommand } from '../framework/define.js'
import { info } from '../framework/replies/reply.js'
import { luckPicture } from './luck-picture.js'
import { words } from './words.js'

export const luck = defineCommand({
  name: 'luck',
  words,
  arguments: {},
  ignoresMoreWords: true,
  async run({ app, here, say, money, answer }) {
    return answer(await app.luck(here), {
      luck(figures) {
        const { packets, currency, luckierThan, ...sums } = figures
        const [expected, got] = [money(sums.expected, currency), money(sums.got, currency)]
        const luckier = luckierThan === null ? '' : say.luckier({ percent: luckierThan })
        const text = say.luck({ packets, expected, got }) + luckier
        const shown = { name: here.by.name, expected, got }
        return info(text, { picture: { drawing: luckPicture(figures, shown, say), alt: text } })
      },
      no_luck: () => info(say.none),
    })
  },
})
