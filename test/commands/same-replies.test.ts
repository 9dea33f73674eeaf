import { expect, test } from 'vitest'
import type { Language } from '../../src/i18n/catalogue.js'
import { bad } from '../../src/messaging/answers.js'
import { parseCommand } from '../../src/messaging/parse-command.js'
import { type CommandContext, runCommand } from '../../src/messaging/run-command.js'
import { CommandChat, plain, textOf } from '../support/command-chat.js'
import { codeOfAnotherChat } from '../support/second-chat.js'
import { seededRandom } from '../support/seeded-random.js'
import { person, type World } from '../support/world.js'

// The other platforms answer by src/messaging until they are moved. Until then both must say the same of the same.

const MEMBERS = ['Lan', 'Wei', 'Admin', '小兰']
const format = {
  time: (at: number) => new Date(at).toISOString().slice(0, 16),
  verbatim: (line: string) => line,
}

function contextOf(world: World, who: string, language: Language): CommandContext {
  const { app, place } = world
  return {
    ...{ app, place, by: person(who), language, format },
    currency: { name: 'Lucky', symbol: 'L', scale: 2 },
    keyOf: () => world.key(),
    platformAdmin: async () => who === 'Admin',
    personNamed: async (name) => (MEMBERS.includes(name) ? person(name) : { reply: bad(`unknown: ${name}`) }),
    prove: () => app.reconcile(),
  }
}

/** Stands for the number of the newest red packet. */
const NO = '<number>'
const LINES: readonly (readonly [string, string])[] = [
  ...[
    '/wallet',
    '/history',
    '/leaderboard',
    '/envelope',
    '/settings',
    '/books',
    '/unlinkme',
    '/linkme',
    '/transfer @Wei 5 for the tea',
    '/transfer 2.50 @Wei',
    '/audit',
    '/transfer @Lan 5',
    '/transfer @Wei 5000',
    '/transfer @Wei 1.234',
    '/transfer @Wei 0',
    `/transfer @Wei 1 ${'long '.repeat(50)}`,
    '/redpacket 10 3 Happy New Year',
    '/redpacket 2 each 2 for @Wei, @小兰 in 5m theme birthday only you',
    '/redpacket 10 3 equal',
    '/redpacket 0.02 3 equal',
    '/redpacket 5000 3',
    '/redpacket 0.01 3',
    '/redpacket 10 300',
    '/redpacket 10 3 in 30d',
    '/redpacket 10 3 for @Wei',
    `/redpacket 1 1 ${'x'.repeat(121)}`,
    '/envelope',
    '/leaderboard sent month',
    '/leaderboard luckiest ever',
    '/history',
    '/wallet',
    '/topup @Wei 5 mine',
    '/link',
    '/unlink',
    '/settings self no',
    '/envelope ffffffffff',
    '/verify ffffffffff',
    '/cancel ffffffffff',
    '/qwerty',
    '/redpackets',
    `/transfer @Wei 5 ${'x'.repeat(2_000)}`,
  ].map((line) => ['Lan', line] as const),
  ...[
    '/topup @Wei 5 prize',
    '/deduct @Wei 2 too much',
    '/deduct @Wei 2000 too much',
    `/topup @Wei 1 ${'long '.repeat(50)}`,
    '/audit',
    '/settings open 1h',
    '/settings open 30d',
    '/settings max 0',
    '/settings max 3',
    '/settings self no',
    '/settings self no',
    '/settings language zh',
    '/settings currency Gold 🪙',
    '/settings currency Gold 🪙 0',
    '/settings currency 12345678901234567890123456789012345',
    '/settings treasurer @Wei',
    '/settings',
    '/settings treasurer @Wei no',
    '/link',
    '/link 00000-00000',
    '/unlink',
  ].map((line) => ['Admin', line] as const),
  ...[`/envelope ${NO}`, `/verify ${NO}`, `/cancel ${NO}`].map((line) => ['Wei', line] as const),
  ...[
    `/cancel ${NO}`,
    `/cancel ${NO}`,
    `/envelope ${NO}`,
    `/verify ${NO}`,
    '/history',
    '/linkme 00000-00000',
  ].map((line) => ['Lan', line] as const),
]

test.each(['en', 'zh', 'zh-latin'] as const)('both ways of answering say the same (%s)', async (language) => {
  const [was, is] = [
    await CommandChat.open({ random: seededRandom(88) }),
    await CommandChat.open({ random: seededRandom(88) }),
  ]
  const codes = [await codeOfAnotherChat(was), await codeOfAnotherChat(is)]
  expect(codes[0]).toBe(codes[1])
  const link = [`/link ${codes[0]}`, `/link ${codes[0]} yes`, '/settings', '/unlink', '/unlink yes']
  for (const [who, written] of [...LINES, ...link.map((line) => ['Admin', line] as const)]) {
    const [newest] = await was.world.app.recentEnvelopes({ place: was.world.place }, 1)
    const line = written.replace(NO, newest?.envelopeNo ?? '')
    const typed = parseCommand(line)
    if (typed.kind === 'say') throw new Error(line)
    const before = await runCommand(typed, contextOf(was.world, who, language))
    const reply = await is.line(who, line, { language })
    expect([textOf(reply).replaceAll('`', ''), reply.tone, reply.outcome], `${who}: ${line}`).toEqual([
      ...[before.reply.text, before.reply.tone, before.outcome],
    ])
    expect(reply.aloud && plain(reply.aloud), `${who}: ${line}`).toBe(before.aloud?.text)
  }
})
