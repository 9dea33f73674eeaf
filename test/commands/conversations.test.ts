import { describe, expect, test } from 'vitest'
import { cardActions } from '../../src/commands/red-packet/card.js'
import { CommandChat, written } from '../support/command-chat.js'
import { codeOfAnotherChat } from '../support/second-chat.js'
import { seededRandom } from '../support/seeded-random.js'
import { HOUR } from '../support/world.js'

// Each feature as a recorded conversation in both languages. A change in one of these files is a change that people
// see.

type Say = (who: string, line: string) => Promise<void>
interface Scene {
  readonly chat: CommandChat
  readonly say: Say
  /** Taps the newest button with this label, or one by its data. */
  readonly tap: (who: string, button: string) => Promise<void>
  /** Number of the newest red packet. */
  readonly no: () => Promise<string>
}
type Script = (scene: Scene) => Promise<void>

/** Lan sends a red packet; 80 ms after its card appears Wei grabs, then 小兰, and Admin much later. */
async function rush(chat: CommandChat, redpacket: string): Promise<void> {
  const { world } = chat
  await chat.line('Lan', redpacket)
  const { board } = world.app
  const { platform, chat: room } = world.place
  const next = () => board.nextCard(platform, room)
  for (let card = await next(); card; card = await next())
    await board.shown(card.id, card.message ?? `m${card.id}`, card.rev)
  const [newest] = await world.app.recentEnvelopes({ place: world.place }, 1)
  for (const [who, pause] of [
    ['Wei', 80],
    ['小兰', 240],
    ['Admin', 3_000],
  ] as const) {
    world.clock.pass(pause)
    await world.grabs(newest?.envelopeNo ?? '', who)
  }
}

const SCRIPTS: Readonly<Record<string, { readonly en: Script; readonly zh: Script }>> = {
  transfer: {
    async en({ say }) {
      await say('Lan', '/transfer @Wei 5 for the tea')
      await say('Lan', '/transfer 2.50 @Wei')
      await say('Lan', '/transfer @Lan 5')
      await say('Lan', '/transfer @Wei 5000')
      await say('Lan', '/transfer @Nobody 5')
      await say('Lan', '/transfer @Wei 1.234')
      await say('Lan', '/transfer @Wei 1 000')
      await say('Lan', '/transfer Wei 5')
      await say('Lan', `/transfer @Wei 5 ${'long '.repeat(50)}`)
    },
    async zh({ say }) {
      await say('Lan', '/转账 @Wei 5 奶茶钱')
      await say('Lan', '/转账 @Lan 5')
      await say('Lan', '/转账 @Wei 5000')
      await say('Lan', '/转账 @没人 5')
      await say('Lan', '/转账 @Wei 五块')
      await say('Lan', '/转账')
    },
  },
  'red packet': {
    async en({ chat, say, tap, no }) {
      await say('Lan', '/redpacket')
      await say('Lan', '/redpacket 10 3 Happy New Year')
      const first = cardActions(await no(), 'en')
      await tap('Wei', first.grab.data)
      await tap('Wei', first.grab.data)
      await tap('Wei', first.details.data)
      await tap('Wei', first.verify.data)
      await say('Lan', '/redpacket 2 each 2 for @Wei, @小兰 in 5m theme birthday only you')
      const second = cardActions(await no(), 'en')
      await tap('Admin', second.grab.data)
      await tap('Lan', second.grab.data)
      await tap('Wei', second.grab.data)
      await tap('小兰', second.grab.data)
      await tap('Admin', second.grab.data)
      await tap('Admin', second.verify.data)
      await say('Lan', '/redpacket 10 3 equal')
      await say('Lan', '/redpacket 5000 3')
      await say('Lan', '/redpacket 10 300')
      await say('Lan', '/redpacket 10 3 in 9x')
      await say('Lan', '/redpacket 10 3 in 30d')
      await say('Lan', '/redpacket 10 3 for @Wei')
      await say('Lan', '/redpacket 10')
      await say('Lan', '/redpacket 1 000 5')
      chat.world.clock.pass(25 * HOUR)
      await tap('Admin', first.grab.data)
      await tap('Admin', '1grab--effffffffff')
      await chat.world.app.expireEnvelopes(10)
    },
    async zh({ say, tap, no }) {
      await say('Lan', '/红包')
      await say('Lan', '/红包 8.88 6 恭喜发财')
      const first = cardActions(await no(), 'zh')
      await tap('Wei', first.grab.data)
      await tap('Wei', first.grab.data)
      await tap('Wei', first.details.data)
      await tap('Wei', first.verify.data)
      await say('Lan', '/红包 2 每个 2 给 @Wei @小兰 限时5分 主题 生日 生日快乐')
      await say('Lan', '/红包 10 3 普通')
      await say('Lan', '/红包 5000 3')
      await say('Lan', '/红包 10 3 限时 9x')
      await say('Lan', '/红包 10')
    },
  },
  'wallet and history': {
    async en({ say, tap }) {
      await say('Wei', '/history')
      await say('Lan', '/wallet')
      for (let line = 0; line < 10; line++) await say('Lan', `/transfer @Wei 1 number ${line}`)
      await say('Wei', '/history')
      await say('Lan', '/history')
      await tap('Lan', 'Older')
      await say('Lan', '/history older')
    },
    async zh({ say }) {
      await say('Wei', '/流水')
      await say('Lan', '/余额')
      await say('Lan', '/转账 @Wei 1')
      await say('Wei', '/记录')
      await say('Wei', '/流水 以前')
    },
  },
  leaderboard: {
    async en({ say }) {
      await say('Lan', '/leaderboard')
      await say('Lan', '/redpacket 1 1')
      await say('Lan', '/leaderboard sent month')
      await say('Lan', '/leaderboard ever luckiest')
      await say('Lan', '/leaderboard today')
      await say('Lan', '/leaderboard hide')
      await say('Lan', '/leaderboard hide')
      await say('Lan', '/leaderboard sent')
      await say('Wei', '/leaderboard sent')
      await say('Lan', '/leaderboard luckiest')
      await say('Lan', '/leaderboard show')
      await say('Lan', '/leaderboard show')
    },
    async zh({ say }) {
      await say('Lan', '/红包 1 1')
      await say('Lan', '/排行榜 发出 本月')
      await say('Lan', '/排行 手气 全部')
      await say('Lan', '/排行榜 今天')
      await say('Lan', '/排行榜 隐身')
      await say('Lan', '/排行榜 发出')
      await say('Lan', '/排行榜 上榜')
    },
  },
  'envelope, verify and cancel': {
    async en({ chat, say, no }) {
      await say('Lan', '/envelope')
      await say('Lan', '/redpacket 4 2')
      await say('Lan', '/envelope')
      await say('Wei', `/cancel ${await no()}`)
      await say('Lan', `/cancel #${(await no()).toUpperCase()}`)
      await say('Lan', `/cancel ${await no()}`)
      await say('Lan', `/envelope ${await no()}`)
      await say('Lan', '/redpacket 4 2')
      await chat.world.grab('Wei', await no())
      await say('Lan', `/cancel ${await no()}`)
      await say('Lan', '/verify')
      await say('Lan', '/verify ffffffffff')
    },
    async zh({ say, no }) {
      await say('Lan', '/详情')
      await say('Lan', '/红包 4 2')
      await say('Lan', '/详情')
      await say('Lan', `/撤回 ${await no()}`)
      await say('Lan', `/验证 ${await no()}`)
      await say('Lan', '/撤回')
    },
  },
  'limit for newcomers': {
    async en({ say }) {
      await say('Admin', '/settings newcomer-limit')
      await say('Lan', '/settings newcomer-limit 20')
      await say('Admin', '/settings newcomer-limit 20 1m')
      await say('Admin', '/settings newcomer-limit 20 7d')
      await say('Lan', '/transfer @Wei 15')
      await say('Lan', '/transfer @Wei 6')
      await say('Lan', '/redpacket 6 2')
      await say('Lan', '/rain 6')
      await say('Admin', '/settings newcomer-limit 0')
      await say('Lan', '/transfer @Wei 6')
    },
    async zh({ say }) {
      await say('Admin', '/设置 新人限额')
      await say('Admin', '/设置 新人限额 20 7天')
      await say('Lan', '/转账 @Wei 21')
      await say('Admin', '/设置 新人限额 0')
    },
  },
  'freeze and thaw': {
    async en({ say }) {
      await say('Lan', '/transfer @Admin 1')
      await say('Admin', '/freeze @Wei')
      await say('Admin', '/freeze @Wei begs with three accounts')
      await say('Admin', '/freeze @Wei again')
      await say('Wei', '/wallet')
      await say('Wei', '/transfer @Lan 1')
      await say('Lan', '/transfer @Wei 1')
      await say('Wei', '/thaw @Wei')
      await say('Admin', '/topup @Wei 5 all the same')
      await say('Admin', '/thaw @Wei said sorry')
      await say('Admin', '/thaw @Wei')
      await say('Lan', '/audit')
    },
    async zh({ say }) {
      await say('Lan', '/转账 @Admin 1')
      await say('Admin', '/冻结 @Wei')
      await say('Admin', '/冻结 @Wei 用小号抢红包')
      await say('Admin', '/冻结 @Wei 再来一次')
      await say('Wei', '/钱包')
      await say('Wei', '/转账 @Lan 1')
      await say('Lan', '/转账 @Wei 1')
      await say('Admin', '/解冻 @Wei 已道歉')
      await say('Admin', '/解冻 @Wei')
      await say('Lan', '/审计')
    },
  },
  'reversed trades': {
    async en({ say, tap }) {
      await say('Lan', '/transfer @Wei 1 lunch')
      await say('Lan', '/history')
      await say('Wei', '/reverse 2 mine')
      await say('Admin', '/reverse')
      await say('Admin', '/reverse 2')
      await say('Admin', '/reverse 2 wrong Wei')
      await tap('Admin', 'Confirm')
      await say('Admin', '/reverse 2 wrong Wei')
      await say('Wei', '/history')
      await say('Lan', '/transfer @Wei 5')
      await say('Wei', '/transfer @Admin 2')
      await say('Admin', '/reverse 4 wrong Wei')
      await say('Lan', '/transfer @Wei 1')
      await say('Lan', '/audit')
      await say('Lan', '/supply')
    },
    async zh({ say, tap }) {
      await say('Lan', '/转账 @Wei 1 午饭')
      await say('Admin', '/撤销交易')
      await say('Admin', '/撤销交易 2 转错人了')
      await tap('Admin', '确认')
      await say('Admin', '/撤销交易 2 转错人了')
      await say('Wei', '/流水')
      await say('Lan', '/转账 @Wei 5')
      await say('Wei', '/转账 @Admin 2')
      await say('Admin', '/撤销交易 4 转错人了')
      await say('Lan', '/审计')
    },
  },
  'top-ups, audit and books': {
    async en({ say }) {
      await say('Lan', '/transfer @Admin 1')
      await say('Lan', '/audit')
      await say('Wei', '/topup @Wei 5 please')
      await say('Admin', '/topup @Wei 5 quiz prize')
      await say('Admin', '/topup @Wei 5')
      await say('Admin', '/deduct @Wei 2 too much')
      await say('Admin', '/deduct @Wei 20 too much')
      await say('Admin', `/topup @Wei 5 ${'long '.repeat(50)}`)
      await say('Lan', '/audit')
      await say('Lan', '/books')
    },
    async zh({ say }) {
      await say('Lan', '/转账 @Admin 1')
      await say('Wei', '/充值 @Wei 5 求求了')
      await say('Admin', '/充值 @Wei 5 答题奖金')
      await say('Admin', '/扣款 @Wei 20 重复充值')
      await say('Admin', '/扣款 @Wei 2 重复充值')
      await say('Lan', '/审计')
      await say('Lan', '/对账')
    },
  },
  settings: {
    async en({ say }) {
      await say('Lan', '/settings')
      await say('Lan', '/settings open 1h')
      await say('Admin', '/settings open 1h shortest 30m longest 2d max 3 most 500 self no language zh')
      await say('Admin', '/settings most 0')
      await say('Admin', '/settings most 0')
      await say('Admin', '/settings open 30d')
      await say('Admin', '/settings max 0')
      await say('Admin', '/settings open soon')
      await say('Admin', '/settings open')
      await say('Admin', '/settings colour red')
      await say('Admin', '/settings currency Gold 🪙')
      await say('Admin', '/settings currency Gold 🪙 0')
      await say('Admin', '/settings treasurer @Wei')
      await say('Admin', '/settings treasurer @Wei no')
      await say('Admin', '/settings treasurer @Wei perhaps')
      await say('Admin', '/settings show')
    },
    async zh({ say }) {
      await say('Admin', '/设置 有效期 1小时 最短 30分 最长 2天 上限 3 最多 500 自抢 否 语言 中文')
      await say('Admin', '/设置 货币 金币 🪙')
      await say('Admin', '/设置 财务 @Wei 是')
      await say('Admin', '/设置 上限 很多')
      await say('Lan', '/设置 查看')
    },
  },
  income: {
    async en({ chat, say }) {
      await say('Wei', '/checkin')
      await say('Wei', '/settings income checkin 5 cap 500')
      await say('Admin', '/settings income')
      await say('Admin', '/settings income checkin 5')
      await say('Admin', '/settings income checkin 5 cap 10 streak 1 festival 8')
      await say('Admin', '/settings income checkin 5 cap 20 streak 1 festival 8')
      await say('Admin', '/settings timezone Atlantis')
      await say('Admin', '/settings timezone asia/shanghai')
      await say('Wei', '/checkin')
      await say('Wei', '/checkin')
      chat.world.clock.pass(24 * HOUR)
      await say('Wei', '/checkin please')
      for (const who of ['Lan', '小兰', 'Admin']) await say(who, '/checkin')
      await say('Wei', '/history')
      await say('Lan', '/settings')
      await say('Admin', '/deduct @Lan 3 too much')
      await say('Wei', '/supply')
      await say('Wei', '/allowance')
      await say('Admin', '/settings income allowance 5 cap 100')
      await say('Admin', '/settings income starting 5 cap 100')
      await say('Admin', '/settings income checkin 0')
    },
    async zh({ chat, say }) {
      await say('Wei', '/签到')
      await say('Admin', '/设置 收入 签到 5')
      await say('Admin', '/设置 收入 签到 5 每日上限 20 连续 1 节日 8')
      await say('Admin', '/设置 时区 Asia/Shanghai')
      await say('Wei', '/签到')
      await say('Wei', '/打卡')
      chat.world.clock.pass(24 * HOUR)
      await say('Wei', '/签到')
      for (const who of ['Lan', '小兰', 'Admin']) await say(who, '/签到')
      await say('Wei', '/流水')
      await say('Lan', '/设置')
      await say('Wei', '/发行')
      await say('Wei', '/津贴')
      await say('Admin', '/设置 收入 新人 5 每日上限 100')
      await say('Admin', '/设置 收入 签到 0')
    },
  },
  luck: {
    async en({ chat, say }) {
      await say('Wei', '/luck')
      for (let round = 0; round < 3; round++) {
        await say('Lan', '/redpacket 4 3')
        const [newest] = await chat.world.app.recentEnvelopes({ place: chat.world.place }, 1)
        for (const who of ['Wei', '小兰', 'Admin']) await chat.world.grab(who, newest?.envelopeNo ?? '')
        await say('Wei', '/luck')
      }
    },
    async zh({ chat, say }) {
      await say('Wei', '/运气')
      await say('Lan', '/红包 4 3')
      const [newest] = await chat.world.app.recentEnvelopes({ place: chat.world.place }, 1)
      for (const who of ['Wei', '小兰', 'Admin']) await chat.world.grab(who, newest?.envelopeNo ?? '')
      await say('Wei', '/运气')
    },
  },
  dashboard: {
    async en({ chat, say }) {
      await say('Wei', '/dashboard')
      await say('Admin', '/dashboard')
      for (let round = 0; round < 5; round++) await rush(chat, '/redpacket 4 3')
      await say('Admin', '/deduct @Wei 0.50 a mistake')
      await say('Admin', '/dashboard')
    },
    async zh({ chat, say }) {
      await say('Wei', '/群数据')
      for (let round = 0; round < 5; round++) await rush(chat, '/红包 4 3')
      await say('Admin', '/看板')
    },
  },
  'suspects and blocks': {
    async en({ chat, say }) {
      await say('Wei', '/suspects')
      await say('Admin', '/suspects')
      for (let round = 0; round < 5; round++) await rush(chat, '/redpacket 4 3')
      await say('Admin', '/suspects')
      await say('Wei', '/block @Lan just because')
      await say('Admin', '/block @Wei')
      await say('Admin', '/block @Wei a script and two accounts')
      await say('Admin', '/suspects')
      await say('Admin', '/unblock @Wei')
      await say('Admin', '/unblock @Wei')
    },
    async zh({ chat, say }) {
      await say('Admin', '/异常')
      for (let round = 0; round < 5; round++) await rush(chat, '/红包 4 3')
      await say('Admin', '/拉黑 @小兰 用脚本抢红包')
      await say('Admin', '/异常')
      await say('Admin', '/取消拉黑 @小兰')
      await say('Admin', '/取消拉黑 @小兰')
    },
  },
  rain: {
    async en({ chat, say }) {
      await say('Lan', '/rain')
      await say('Lan', '/rain 10')
      await say('Lan', '/redpacket 4 3')
      const [newest] = await chat.world.app.recentEnvelopes({ place: chat.world.place }, 1)
      for (const who of ['Wei', '小兰', 'Admin']) await chat.world.grab(who, newest?.envelopeNo ?? '')
      await say('Lan', '/rain 10')
      await say('Lan', '/rain 0.02')
      await say('Wei', '/rain 500')
      await say('Wei', '/history')
      const helpers = { platform: 'test', role: '7', name: 'Helpers' }
      const withRole = async () => []
      await chat.command(
        'Lan',
        'rain',
        { amount: '5', role: [{ kind: 'role', role: helpers }] },
        { withRole },
      )
    },
    async zh({ chat, say }) {
      await say('Lan', '/红包雨')
      await say('Lan', '/下雨 10')
      await say('Lan', '/红包 4 3')
      const [newest] = await chat.world.app.recentEnvelopes({ place: chat.world.place }, 1)
      for (const who of ['Wei', '小兰', 'Admin']) await chat.world.grab(who, newest?.envelopeNo ?? '')
      await say('Lan', '/红包雨 10')
      await say('Lan', '/红包雨 0.02')
      await say('Wei', '/流水')
    },
  },
  'linked accounts': {
    async en({ chat, say, tap }) {
      await say('Lan', '/unlinkme')
      await say('Lan', '/linkme')
      const code = /`(.+)`/.exec(written(chat.last as never))?.[1] ?? ''
      await say('Wei', `/linkme ${code}`)
      await tap('Lan', 'Confirm')
      await tap('Wei', 'Confirm')
      await say('Wei', '/linkme')
      const own = /`(.+)`/.exec(written(chat.last as never))?.[1] ?? ''
      await say('Wei', `/linkme ${own}`)
      await say('Wei', '/linkme 00000-00000')
      await say('Wei', '/unlinkme')
      await tap('Lan', 'Confirm')
      await tap('Wei', 'Confirm')
    },
    async zh({ chat, say, tap }) {
      await say('Lan', '/关联')
      const code = /`(.+)`/.exec(written(chat.last as never))?.[1] ?? ''
      await say('Wei', `/关联 ${code}`)
      await tap('Wei', '确认')
      await say('Wei', '/取消关联')
    },
  },
  'linked chats': {
    async en({ chat, say, tap }) {
      await say('Lan', '/link')
      await say('Admin', '/unlink')
      await say('Admin', '/link 00000-00000')
      await say('Admin', `/link ${await codeOfAnotherChat(chat)}`)
      await tap('Lan', 'Confirm')
      await tap('Admin', 'Confirm')
      await say('Admin', '/settings')
      await say('Admin', '/unlink')
      await tap('Admin', 'Confirm')
      await say('Admin', '/link')
    },
    async zh({ chat, say, tap }) {
      await say('Admin', `/联通 ${await codeOfAnotherChat(chat)}`)
      await tap('Admin', '确认')
      await say('Admin', '/取消联通')
      await say('Admin', '/联通')
    },
  },
  'help and mistakes': {
    async en({ say, tap }) {
      await say('Lan', '/help')
      await say('Lan', '/help all')
      await say('Lan', '/help admin')
      await say('Admin', '/help')
      await say('Admin', '/help admin')
      await say('Lan', '/help redpacket')
      await say('Lan', '/help /leaderboard')
      await say('Lan', '/help settings rules')
      await say('Lan', '/help wallets')
      await say('Lan', '/redpackets')
      await say('Lan', '/grab 3fa94c01be')
      await say('Lan', '/qwertyuiop')
      await say('Lan', `/transfer @Wei 5 ${'x'.repeat(2_000)}`)
      await tap('Lan', 'grab:3fa94c01be')
      await tap('Lan', '1nothing-')
      await tap('Lan', '1-123456-open')
    },
    async zh({ chat, say, tap }) {
      const inLatin = await chat.line('Lan', '/help 全部', { language: 'zh-latin' })
      expect(written(inLatin)).toContain('/transfer @某人 <金额> [备注]\n    转账给别人')
      await say('Lan', '/帮助')
      await say('Admin', '/帮助 管理员')
      await say('Lan', '/帮助 红包')
      await say('Lan', '/帮助 设置 规则')
      await say('Lan', '/帮助 钱包')
      await say('Lan', '/红')
      await tap('Lan', '0grab--e3fa94c01be')
    },
  },
}

describe.each(Object.keys(SCRIPTS))('%s', (feature) => {
  test.each(['en', 'zh'] as const)('in %s', async (language) => {
    const lines: string[] = []
    const chat = await CommandChat.open({ random: seededRandom(88) })
    const note = (who: string, what: string) =>
      lines.push(
        `${who}> ${what.length > 100 ? `${what.slice(0, 60)}…` : what}`,
        written(chat.last as never),
        '',
      )
    const buttons = new Map<string, string>()
    const scene: Scene = {
      chat,
      async say(who, line) {
        await chat.line(who, line, { language })
        note(who, line)
      },
      async tap(who, button) {
        for (const { label, data } of chat.last?.actions?.flat() ?? []) buttons.set(label, data)
        await chat.tap(who, buttons.get(button) ?? button, { language, message: 'm1' })
        note(who, `[${button}]`)
      },
      async no() {
        const [newest] = await chat.world.app.recentEnvelopes({ place: chat.world.place }, 1)
        return newest?.envelopeNo ?? ''
      },
    }
    await SCRIPTS[feature]?.[language](scene)
    expect(chat.errors).toEqual([])
    expect(await chat.world.broken()).toEqual([])
    await expect(lines.join('\n')).toMatchFileSnapshot(`conversations/${feature} ${language}.txt`)
  })
})
