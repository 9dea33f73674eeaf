import { choice, optional } from '../framework/arguments/arguments.js'
import { defineCommand } from '../framework/define.js'
import type { Said } from '../framework/replies/reply.js'
import { allHelp, firstHelp, type HelpPlace } from './help-text.js'
import { words } from './words.js'

/** Shows what members need first. The other commands are behind buttons, those for admins only for admins. */
export const help = defineCommand({
  name: 'help',
  words,
  arguments: { page: optional(choice(['all', 'admin'], { positional: true, unlisted: true })) },
  where: 'anywhere',
  ignoresMoreWords: true,
  async run({ app, request, args, entries, language, say, again }) {
    const { place, traits } = request
    const [admin, info] = await Promise.all([
      place !== undefined && request.administers(place),
      place && app.communityInfo(place),
    ])
    const here: HelpPlace = {
      ...{ entries, language, inChat: place !== undefined, optionsOnly: traits.optionsOnly === true },
      ...(info && { allowed: info.rules }),
    }
    const more = again({ page: 'all' }, { label: say.all })
    const forAdmins = admin ? [again({ page: 'admin' }, { label: say.admin })] : []
    const back = again({}, { label: say.back })
    const page = (lines: readonly string[], actions: Said['actions']): Said => ({
      ...{ tone: 'info', blocks: [{ kind: 'list', lines }], outcome: 'help' },
      ...(actions && { actions, replaces: true }),
    })
    if (args.page === 'admin' && admin) return page([say.forAdmins, ...allHelp(here, true)], [[more, back]])
    if (args.page === 'all') return page(allHelp(here, false), [[...forAdmins, back]])
    return page(firstHelp(here), [[more, ...forAdmins]])
  },
})
