import { choice, optional, text } from '../framework/arguments/arguments.js'
import { defineCommand } from '../framework/define.js'
import type { Said } from '../framework/replies/reply.js'
import { unknownCommand } from '../framework/replies/unknown-command.js'
import { explainBlocks } from './explain.js'
import { allHelp, explainHint, firstHelp, type HelpPlace } from './help-text.js'
import { namedIn } from './named-in.js'
import { words } from './words.js'

/** Characters of a command's name. */
const MAX_NAME = 40

/**
 * Shows what members need first. The other commands are behind buttons, those for admins only for admins. Explains a
 * single command to all who name it.
 */
export const help = defineCommand({
  name: 'help',
  words,
  arguments: {
    page: optional(choice(['all', 'admin'], { unlisted: true })),
    command: optional(text({ max: MAX_NAME, rest: true, suggests: 'commands' })),
  },
  where: 'anywhere',
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
    if (args.command !== undefined && args.page === undefined) {
      const named = namedIn(args.command, entries)
      if ('unknown' in named) return unknownCommand(named.unknown, named.closest, language)
      return { tone: 'info', blocks: explainBlocks(named.entry, here, traits.tells), outcome: 'help' }
    }
    const more = again({ page: 'all' }, { label: say.all })
    const forAdmins = admin ? [again({ page: 'admin' }, { label: say.admin })] : []
    const back = again({}, { label: say.back })
    const page = (lines: readonly string[], actions: Said['actions']): Said => ({
      ...{ tone: 'info', blocks: [{ kind: 'list', lines }], outcome: 'help' },
      ...(actions && { actions, replaces: true }),
    })
    if (args.page === 'admin' && admin) return page([say.forAdmins, ...allHelp(here, true)], [[more, back]])
    if (args.page === 'all') return page([...allHelp(here, false), explainHint(here)], [[...forAdmins, back]])
    return page(firstHelp(here), [[more, ...forAdmins]])
  },
})
