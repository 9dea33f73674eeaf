import { describe, test } from 'vitest'
import { telegramWorld } from '../support/telegram-world.js'
import { TelegramStage } from './telegram-stage.js'
import { LANGUAGES, sceneRandom } from './transcript.js'

const HOUR = 3_600_000
const DAY = 24 * 3_600_000
const GRAB = /Grab|抢/

/** Each is played in both languages, in a group where Lan has 100.00 and everyone has opened the private chat. */
const SCENES: Record<string, (stage: TelegramStage) => Promise<unknown>> = {
  'red-packet-lucky': async (stage) => {
    const { lan, wei, ada } = stage
    await stage.say(lan, '/redpacket 8.88 2 Good <b>luck</b> /wallet', { answers: 2 })
    const card = stage.card()
    await stage.press(wei, card, GRAB)
    await stage.press(wei, card, GRAB)
    await stage.press(ada, card, GRAB)
    await stage.press(lan, card, /Details|详情|手气/)
  },
  'red-packet-equal': async (stage) => {
    const { lan, wei } = stage
    await stage.say(lan, '/redpacket 3 each 3 in 1h', { answers: 2 })
    const card = stage.card()
    await stage.press(lan, card, GRAB)
    await stage.press(wei, card, GRAB)
    await stage.pass(HOUR)
    await stage.say(lan, '/history', { answers: 2 })
  },
  'red-packet-result': async (stage) => {
    const { ada, lan, wei } = stage
    for (const results of [true, false]) {
      if (!results) await stage.say(ada, '/settings results off')
      await stage.say(lan, '/redpacket 9 3', { answers: 2 })
      const card = stage.card()
      for (const member of [lan, wei, ada]) await stage.press(member, card, GRAB)
      await stage.end()
    }
  },
  'red-packet-draw': async (stage) => {
    const { lan, wei, ada } = stage
    const join = /Join|参与抽奖/
    await stage.say(lan, '/redpacket 3 each 3 draw 1h', { answers: 2 })
    const card = stage.card()
    const number = numberOf(stage)
    for (const member of [wei, wei, ada]) await stage.press(member, card, join)
    await stage.pass(DAY)
    await stage.press(lan, card, /Details|详情/)
    await stage.say(wei, `/verify ${number}`)
  },
  'red-packet-shake': async (stage) => {
    const { lan, wei } = stage
    await stage.say(lan, '/redpacket 3 each 3 shake', { answers: 2 })
    const card = stage.card()
    for (let tries = 0; tries < 4; tries++) await stage.press(wei, card, /Shake|摇一摇/)
  },
  'red-packet-password': async (stage) => {
    const { lan, wei, ada } = stage
    await stage.say(lan, '/redpacket 6 2 password "恭喜 发财" Happy New Year', { answers: 2 })
    const card = stage.card()
    await stage.press(wei, card, GRAB)
    await stage.say(wei, '发财', { replyTo: card })
    await stage.say(wei, ' 恭喜发财', { replyTo: card })
    await stage.say(wei, 'Thank you', { replyTo: card, answers: 0 })
    await stage.say(ada, `/grab ${numberOf(stage)} 恭喜发财`)
    await stage.say(wei, `/verify ${numberOf(stage)}`)
  },
  'red-packet-secret': async (stage) => {
    const { lan, wei, ada } = stage
    await stage.say(lan, '/redpacket 6 2 password sesame secret')
    await stage.say(lan, '/redpacket')
    const form = stage.card()
    await stage.press(lan, form, '10')
    await stage.press(lan, form, '×1')
    await stage.turn(lan, form, /^(More|更多)/)
    await stage.press(lan, form, /^(Password|口令)$/)
    await stage.say(lan, 'sesame', { replyTo: form })
    await stage.say(lan, "it's open", { chat: lan.privateChat, answers: 0 })
    await stage.world.fake.waitFor(() => form.text.includes('••••'), 'the hidden password')
    await stage.press(lan, form, /^(Secret password|口令保密)$/)
    await stage.turn(lan, form, /^(Back|返回)$/)
    await stage.press(lan, form, /Send|塞钱/, 1)
    const card = stage.card()
    await stage.say(ada, "it's open", { replyTo: card })
    const link = /start=(1-(\w+)-open)/.exec((await stage.press(wei, card, GRAB)) ?? '')
    stage.transcript.call(link?.[2] ?? '', '<form>')
    await stage.say(wei, `/start ${link?.[1]}`, { chat: wei.privateChat })
    await stage.say(wei, 'rice', { chat: wei.privateChat })
    await stage.say(wei, "IT'S  OPEN", { chat: wei.privateChat })
    await stage.say(ada, `/verify ${numberOf(stage)}`)
  },
  'red-packet-quiz': async (stage) => {
    const { lan, wei, ada } = stage
    await stage.say(lan, '/redpacket 6 2 quiz 1+1? 2 / 3 / 4')
    await stage.say(lan, '/redpacket')
    const form = stage.card()
    await stage.press(lan, form, '10')
    await stage.press(lan, form, '×1')
    await stage.turn(lan, form, /^(More|更多)/)
    await stage.press(lan, form, /^(Quiz|答题)/)
    lan.say(lan.privateChat, '1+1? 2 / 3 / 4')
    await stage.world.fake.waitFor(() => form.text.includes('••••'), 'the hidden quiz')
    await stage.turn(lan, form, /^(Back|返回)$/)
    await stage.press(lan, form, /Send|塞钱/, 1)
    const card = stage.card()
    await stage.say(ada, `/grab ${numberOf(stage)} 2`)
    await stage.press(ada, card, 'A')
    await stage.press(wei, card, 'B')
    // The seed of the scene puts the right answer here.
    await stage.press(wei, card, 'C')
    await stage.press(lan, card, 'C')
    await stage.say(wei, `/verify ${numberOf(stage)}`)
  },
  'red-packet-wish-wall': async (stage) => {
    const { lan, wei, ada } = stage
    await stage.say(lan, '/redpacket 6 2 wish-wall', { answers: 2 })
    const card = stage.card()
    await stage.press(wei, card, GRAB)
    await stage.say(wei, 'Peace for @Ada, see /wallet', { replyTo: card })
    await stage.say(ada, '天天开心', { replyTo: card })
    await stage.press(lan, card, /Details|详情/)
  },
  'red-packet-chosen': async (stage) => {
    const { lan, wei, ada } = stage
    await stage.say(lan, ['/redpacket 5 1 for ', wei], { answers: 2 })
    await stage.press(ada, stage.card(), GRAB)
    await stage.press(wei, stage.card(), GRAB)
  },
  'red-packet-reply': async (stage) => {
    const { lan, wei } = stage
    const hello = wei.say(stage.group, 'hello')
    await stage.say(lan, '/redpacket 5', { answers: 2, replyTo: hello })
  },
  'red-packet-form': async (stage) => {
    const { lan, wei } = stage
    await stage.say(lan, '/redpacket')
    const form = stage.card()
    await stage.press(wei, form, /Send|塞钱/)
    await stage.press(lan, form, /Send|塞钱/)
    await stage.press(lan, form, '50')
    await stage.press(lan, form, '×3')
    await stage.press(lan, form, /Greeting|祝福语/)
    lan.reply(form, 'Tapped together')
    await stage.world.fake.waitFor(() => form.text.includes('Tapped together'), 'the greeting')
    await stage.turn(lan, form, /^(More|更多)/)
    await stage.press(lan, form, /^(Wish wall|心愿墙)$/)
    await stage.turn(lan, form, /^(Back|返回)$/)
    await stage.press(lan, form, /Send|塞钱/)
  },
  'red-packet-refusals': async (stage) => {
    const { lan } = stage
    await stage.say(lan, '/redpacket 1000 5', { answers: 2 })
    await stage.say(lan, '/redpacket 0.01 5')
    await stage.say(lan, '/redpacket 1.234 1')
    await stage.say(lan, '/redpacket 10 many')
    await stage.say(lan, '/redpacket 10 5 in 5x')
  },
  'red-packet-later': async (stage) => {
    const { lan, wei } = stage
    await stage.say(lan, '/redpacket 6 2 on in 2 hours Later')
    await stage.press(lan, stage.card(), /Confirm|确/)
    await stage.pass(2 * HOUR)
    await stage.press(wei, stage.card(), GRAB)
  },
  cancel: async (stage) => {
    const { lan, wei } = stage
    await stage.say(lan, '/redpacket 9 3', { answers: 2 })
    const number = numberOf(stage)
    await stage.say(wei, `/cancel ${number}`)
    await stage.say(lan, `/cancel ${number}`)
    await stage.say(lan, '/cancel 0000000000')
  },
  'envelope-and-verify': async (stage) => {
    const { lan, wei } = stage
    await stage.say(lan, '/redpacket 9 1', { answers: 2 })
    const number = numberOf(stage)
    await stage.say(wei, `/verify ${number}`)
    await stage.press(wei, stage.card(), GRAB)
    await stage.say(wei, `/envelope ${number}`)
    await stage.say(wei, `/verify ${number}`)
    await stage.say(wei, '/envelope')
  },
  'wallet-and-history': async (stage) => {
    await stage.say(stage.wei, '/wallet', { answers: 2 })
    await stage.say(stage.lan, '/history', { answers: 2 })
  },
  'private-chat': async (stage) => {
    const { lan } = stage
    const chat = lan.privateChat
    for (const line of [
      '/wallet',
      '/钱包',
      '/history',
      '/redpacket 5 5',
      '/help',
      '/linkme',
      '/unlinkme',
      'hello',
    ])
      await stage.say(lan, line, { chat })
  },
  transfer: async (stage) => {
    const { lan, wei } = stage
    await stage.say(lan, ['/transfer ', wei, ' 5 for the *tea*'], { answers: 2 })
    await stage.say(lan, ['/transfer ', lan, ' 5'])
    await stage.say(lan, ['/transfer ', wei, ' 500'], { answers: 2 })
    await stage.say(lan, ['/transfer ', wei, ' abc'])
    await stage.say(lan, '/transfer @nobody_known 5')
    await stage.say(lan, '/transfer')
  },
  tip: async (stage) => {
    const { lan, wei, group } = stage
    const hello = wei.say(group, 'Good morning')
    await stage.say(lan, '/tip 5 well said', { replyTo: hello })
    await stage.say(lan, '/tip', { replyTo: hello })
    await stage.say(lan, '/tip 500', { replyTo: hello, answers: 2 })
    await stage.say(lan, ['/tip ', lan, ' 5'])
  },
  leaderboard: async (stage) => {
    const { lan, wei } = stage
    await stage.say(lan, '/leaderboard')
    await stage.say(lan, '/redpacket 9 1', { answers: 2 })
    await stage.press(wei, stage.card(), GRAB)
    await stage.say(lan, '/leaderboard sent ever')
    await stage.say(wei, '/luck')
    await stage.say(lan, '/leaderboard best')
  },
  admin: async (stage) => {
    const { ada, lan, wei } = stage
    await stage.say(ada, ['/topup ', wei, ' 20 quiz prize'])
    await stage.say(ada, ['/deduct ', wei, ' 5 too much'])
    await stage.say(ada, ['/deduct ', wei, ' 500 too much'], { answers: 2 })
    await stage.say(lan, ['/topup ', lan, ' 20 mine'])
    await stage.say(ada, ['/topup ', lan, ' 20'])
    await stage.say(ada, ['/freeze ', wei, ' begs'])
    await stage.say(wei, ['/transfer ', lan, ' 1'])
    await stage.say(ada, ['/thaw ', wei])
    await stage.say(ada, '/audit')
  },
  settings: async (stage) => {
    const { ada, lan, wei } = stage
    await stage.say(ada, '/settings')
    await stage.say(ada, '/settings currency Lantern 🏮')
    await stage.say(ada, '/settings self no')
    await stage.say(ada, ['/settings treasurer ', wei, ' yes'])
    await stage.say(ada, '/settings language zh')
    await stage.say(ada, '/settings colour red')
    await stage.say(lan, '/settings open 2h')
  },
  income: async (stage) => {
    const { ada, lan } = stage
    await stage.say(lan, '/checkin')
    await stage.say(ada, '/settings timezone Asia/Shanghai')
    await stage.say(ada, '/settings income checkin 5 cap 14 streak 1')
    await stage.say(lan, '/checkin')
    await stage.say(lan, '/checkin')
    await stage.say(lan, '/supply')
    await stage.say(lan, '/allowance')
    await stage.say(ada, '/settings income allowance 5 cap 14')
    await stage.say(ada, '/settings income starting 3 cap 30')
  },
  rain: async (stage) => {
    const { lan, wei } = stage
    await stage.say(lan, '/rain 10')
    await stage.say(lan, '/redpacket 3 1', { answers: 2 })
    await stage.press(wei, stage.card(), GRAB)
    await stage.say(lan, '/rain 10', { answers: 2 })
    await stage.say(lan, '/rain')
  },
  'books-and-help': async (stage) => {
    await stage.say(stage.lan, '/books')
    await stage.say(stage.lan, '/help')
    await stage.say(stage.lan, '/walet')
  },
  'link-person': async (stage) => {
    const { lan, wei } = stage
    await stage.say(lan, '/linkme', { chat: lan.privateChat })
    const code = /[0-9A-Z]{5}-[0-9A-Z]{5}/.exec(
      lan.directMessages.at(-1)?.text.replaceAll('\u2060', '') ?? '',
    )?.[0]
    await stage.say(wei, `/linkme ${code}`, { chat: wei.privateChat })
    await stage.press(wei, stage.card(wei.privateChat), /Confirm|确/, 1)
    await stage.say(wei, '/wallet', { chat: wei.privateChat })
    await stage.say(wei, '/unlinkme', { chat: wei.privateChat })
    await stage.press(wei, stage.card(wei.privateChat), /Confirm|确/, 1)
  },
  'link-chat': async (stage) => {
    const { ada, lan } = stage
    await stage.say(lan, '/link')
    await stage.say(ada, '/link', { answers: 2 })
    await stage.say(ada, '/unlink')
  },
}

function numberOf(stage: TelegramStage): string {
  return /[0-9a-f]{10}/.exec(stage.card().text)?.[0] ?? ''
}

describe.each(LANGUAGES)('a conversation on Telegram matches its recording (%s)', (language) => {
  // Every scene has its own world, and all play at once.
  test.concurrent.for(Object.keys(SCENES))('%s', async (scene, { expect }) => {
    const world = await telegramWorld({ random: sceneRandom(scene), pictures: true })
    try {
      const stage = new TelegramStage(world, language)
      await stage.prepare()
      await SCENES[scene]?.(stage)
      await stage.end()
      await stage.transcript.compare('telegram', scene, language, expect)
    } finally {
      await world.end()
    }
  })
})
