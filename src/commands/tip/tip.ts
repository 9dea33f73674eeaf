import { defineCommand } from '../framework/define.js'
import { transferArguments, transferred } from '../transfer/transfer.js'
import { words } from './words.js'

/** A transfer to a person who is pointed at: in a menu, or by a reply. */
export const tip = defineCommand({
  name: 'tip',
  words,
  arguments: transferArguments,
  does: 'moves money',
  onMember: 'member',
  onMessage: 'member',
  form: { fields: ['member', 'amount', 'note'], cost: { amount: 'amount' } },
  run: transferred,
})
