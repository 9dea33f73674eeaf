import { defineCommand } from '../framework/define.js'
import { info } from '../framework/replies/reply.js'
import { words } from './words.js'

/** Leaves everything as it is: the other button below a preview. */
export const dismiss = defineCommand({
  name: 'dismiss',
  words,
  arguments: {},
  where: 'anywhere',
  hidden: true,
  run: async ({ say }) => info(say.unchanged, { replaces: true, dismisses: true, outcome: 'closed' }),
})
