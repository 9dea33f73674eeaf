import { amount, choice, member, optional, text } from '../../src/commands/framework/arguments/arguments.js'
import { defineCommand } from '../../src/commands/framework/define.js'
import { good, privately } from '../../src/commands/framework/replies/reply.js'

const ways = ['wave', 'bow'] as const

const wordsIn = (name: string, about: string, bowed: string) => ({
  ...{ name, also: ['greetings'], about, example: `/${name} @Wei 5` },
  arguments: {
    member: { name: 'member', about: 'Whom to greet' },
    amount: { name: 'amount', about: 'How much to bring' },
    way: { name: 'way', about: 'How', choices: { wave: ['Waving', 'wave'], bow: [bowed, 'bow', '鞠躬'] } },
  },
  form: { title: `${name}!`, submit: 'Greet' },
  say: {
    greeted: ({ name, way, amount }: { name: string; way: string; amount: string }) =>
      `${about}: ${name}, ${way}, ${amount}`,
    again: 'Bow instead',
  },
})

/** A command that no other file knows: a member, an amount, a choice, an action and a form. */
export const greet = defineCommand({
  name: 'greet',
  words: {
    en: wordsIn('greet', 'Greets', 'Bowing'),
    zh: wordsIn('问候', '问候', '鞠了一躬'),
    'zh-latin': wordsIn('greet', '问候', '鞠了一躬'),
  },
  arguments: { member: member(), amount: amount(), way: optional(choice(ways)) },
  form: { fields: ['member', 'amount', 'way'] },
  async run({ args, say, money, community, again }) {
    const { currency } = await community()
    const { way = 'wave', member, amount } = args
    const text = say.greeted({ name: member.name, way, amount: money(amount, currency) })
    return good(text, { actions: [[again({ way: 'bow' }, { label: say.again })]], outcome: 'greeted' })
  },
})

const praiseWords = {
  ...{ name: 'praise', also: [], about: 'Praises', example: '/praise', say: {} },
  arguments: { words: { name: 'words', about: 'Words of praise' } },
}

/** A command that asks for its words, answers its asker alone, and announces its result as well. */
export const praise = defineCommand({
  name: 'praise',
  words: { en: praiseWords, zh: praiseWords, 'zh-latin': praiseWords },
  arguments: { words: optional(text({ max: 40, rest: true })) },
  does: 'changes something',
  async run({ args, ask, request }) {
    const { words } = args
    if (words === undefined) return ask(['words'])
    const aloud = `${request.by.name} says: ${words}`
    return privately(good(`Said: ${words}`, { aloud, outcome: 'praised' }))
  },
})
