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
  async run({ app, request, entries, language }) {
    const { place } = request
    if (!place) return info(helpText(entries, language, false), { outcome: 'help' })
    const [admin, { rules }] = await Promise.all([request.administers(place), app.communityInfo(place)])
    return info(helpText(entries, language, admin, rules), { outcome: 'help' })
  },
})
