import type { EnvelopeRules } from '../../core/envelope.js'
import { defineCommand } from '../define.js'
import { info } from '../reply.js'
import { helpText } from './help-text.js'
import { words } from './words.js'

export const help = defineCommand({
  name: 'help',
  words,
  arguments: {},
  where: 'anywhere',
  ignoresMoreWords: true,
  async run({ app, request, entries, language }) {
    const { place, traits } = request
    const help = (admin: boolean, rules?: EnvelopeRules) =>
      info(helpText(entries, language, admin, rules, traits.optionsOnly), { outcome: 'help' })
    if (!place) return help(false)
    const [admin, { rules }] = await Promise.all([request.administers(place), app.communityInfo(place)])
    return help(admin, rules)
  },
})
