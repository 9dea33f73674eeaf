import { defineCommand } from '../define.js'
import { info } from '../reply.js'
import { helpText } from '../usage.js'
import { words } from './words.js'

export const help = defineCommand({
  name: 'help',
  words,
  arguments: {},
  where: 'anywhere',
  ignoresMoreWords: true,
  async run({ request, entries, language }) {
    const { place, traits } = request
    const admin = place !== undefined && (await request.administers(place))
    return info(helpText(entries, language, traits, admin), { outcome: 'help' })
  },
})
