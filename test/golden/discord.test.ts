import { afterAll, beforeAll, describe, test } from 'vitest'
import { snowflake } from '../support/discord/shapes.js'
import { numberIn } from '../support/discord-asking.js'
import { type DiscordWorld, discordWorld } from '../support/discord-world.js'
import { DiscordStage } from './discord-stage.js'
import { LANGUAGES, SceneRandom } from './transcript.js'

const HOUR = 3_600_000
const DAY = 24 * 3_600_000

/** Each is played in both languages, on a server where lan has 100.00. */
const SCENES: Record<string, (stage: DiscordStage) => Promise<unknown>> = {
  'red-packet-lucky': async (stage) => {
    const { lan, wei, ada } = stage
    await stage.slash(lan, 'redpacket', { amount: '8.88', count: 2, greeting: 'Good *luck* @everyone' })
    await stage.click(wei, stage.card(), /^(Grab|抢)$/)
    await stage.click(wei, stage.card(), /^(Grab|抢)$/)
    await stage.click(ada, stage.card(), /^(Grab|抢)$/)
    await stage.click(lan, stage.card(), /Details|详情|手气/)
  },
  'red-packet-equal': async (stage) => {
    const { lan, wei } = stage
    await stage.slash(lan, 'redpacket', { amount: '9', count: 3, kind: 'equal', time: '1h' })
    await stage.click(lan, stage.card(), /^(Grab|抢)$/)
    await stage.click(wei, stage.card(), /^(Grab|抢)$/)
    await stage.pass(HOUR)
    await stage.slash(lan, 'history')
  },
  'red-packet-result': async (stage) => {
    const { ada, lan, wei } = stage
    for (const results of [true, false]) {
      if (!results) await stage.slash(ada, 'settings rules', { results })
      await stage.slash(lan, 'redpacket', { amount: '9', count: 3 })
      const card = stage.card()
      for (const member of [lan, wei, ada]) await stage.click(member, card, /^(Grab|抢)$/)
    }
  },
  'red-packet-draw': async (stage) => {
    const { lan, wei, ada } = stage
    const join = /^(Join|参与抽奖)$/
    await stage.slash(lan, 'redpacket', { amount: '9', count: 3, kind: 'equal', way: 'draw', time: '1h' })
    const card = stage.card()
    const number = numberOf(stage)
    await stage.click(wei, card, join)
    await stage.click(wei, card, join)
    await stage.click(ada, card, join)
    await stage.slash(lan, 'cancel', { number })
    await stage.pass(DAY)
    await stage.slash(wei, 'verify', { number })
  },
  'red-packet-shake': async (stage) => {
    const { lan, wei } = stage
    await stage.slash(lan, 'redpacket', { amount: '9', count: 3, kind: 'equal', way: 'shake' })
    const card = stage.card()
    for (let tries = 0; tries < 4; tries++) await stage.click(wei, card, /^(Shake|摇一摇)$/)
  },
  'red-packet-password': async (stage) => {
    const { lan, wei, ada } = stage
    await stage.slash(lan, 'redpacket', { amount: '6', count: 2, password: '恭喜 发财' })
    const { modal } = await stage.click(wei, stage.card(), /^(Grab|抢)$/)
    const wrong = await stage.submit(wei, modal, { answer: '发财' })
    const again = await stage.click(wei, await wrong.final(), /Open the red packet|拆红包/)
    await stage.submit(wei, again.modal, { answer: '恭喜发财' })
    const { modal: last } = await stage.click(ada, stage.card(), /^(Grab|抢)$/)
    await stage.submit(ada, last, { answer: '恭喜 发财' })
    await stage.slash(wei, 'verify', { number: numberOf(stage) })
  },
  'red-packet-secret': async (stage) => {
    const { lan, wei } = stage
    await stage.slash(lan, 'redpacket', { amount: '6', count: 1, secret: true })
    await stage.slash(lan, 'redpacket', { amount: '6', count: 1, password: "it's `open`", secret: true })
    const card = stage.card()
    for (const answer of ['rice', 'wheat', 'corn', 'rye', 'oats']) {
      const { modal } = await stage.click(wei, card, /^(Grab|抢)$/)
      await stage.submit(wei, modal, { answer })
    }
    await stage.click(wei, card, /^(Grab|抢)$/)
    await stage.slash(lan, 'cancel', { number: numberOf(stage) })
    const { modal } = await stage.click(lan, card, /^(Grab|抢)$/)
    await stage.submit(lan, modal, { answer: "it's `OPEN`" })
    await stage.slash(wei, 'verify', { number: numberOf(stage) })
  },
  'red-packet-quiz': async (stage) => {
    const { lan, wei, ada } = stage
    await stage.slash(lan, 'redpacket', { amount: '6', count: 1, quiz: 'One *and* one? two' })
    await stage.slash(lan, 'redpacket', {
      amount: '6',
      count: 1,
      quiz: 'One *and* one? two / `three` / four',
    })
    const card = stage.card()
    await stage.click(wei, card, 'A')
    await stage.click(wei, card, 'B')
    await stage.click(ada, card, 'B')
    await stage.click(lan, card, 'C')
    await stage.slash(wei, 'verify', { number: numberOf(stage) })
  },
  'red-packet-wish-wall': async (stage) => {
    const { lan, wei, ada } = stage
    await stage.slash(lan, 'redpacket', { amount: '6', count: 2, wish_wall: true })
    for (const [member, answer] of [
      [wei, 'Peace for @everyone *now*'],
      [ada, '天天开心'],
    ] as const) {
      const { modal } = await stage.click(member, stage.card(), /^(Grab|抢)$/)
      await stage.submit(member, modal, { answer })
    }
    await stage.click(lan, stage.card(), /^(Details|详情)$/)
  },
  'red-packet-chosen': async (stage) => {
    const { lan, wei, ada } = stage
    await stage.slash(lan, 'redpacket', { amount: '5', count: 1, for: wei })
    await stage.click(ada, stage.card(), /^(Grab|抢)$/)
    await stage.click(wei, stage.card(), /^(Grab|抢)$/)
  },
  'red-packet-role': async (stage) => {
    const cooks = stage.guild.addRole('cooks')
    stage.transcript.call(cooks.id, 'cooks')
    await stage.slash(stage.lan, 'redpacket', { amount: '5', count: 1, for: cooks })
    await stage.click(stage.wei, stage.card(), /^(Grab|抢)$/)
  },
  'red-packet-form': async (stage) => {
    const { lan, wei } = stage
    const { modal } = await stage.slash(lan, 'redpacket')
    await stage.submit(lan, modal, {
      'amount+count': '6 2',
      kind: ['equal'],
      greeting: 'By form',
      for: [wei, lan],
    })
  },
  'red-packet-form-refused': async (stage) => {
    const { lan } = stage
    const { modal } = await stage.slash(lan, 'redpacket')
    await stage.submit(lan, modal, { 'amount+count': '1000 2', kind: ['lucky'], greeting: '' })
  },
  'red-packet-menu': async (stage) => {
    const { lan, wei } = stage
    const { modal } = await stage.menu(lan, 'Send a red packet', wei)
    await stage.submit(lan, modal, { 'amount+count': '5', kind: ['lucky'], greeting: '' })
  },
  'red-packet-refusals': async (stage) => {
    const { lan } = stage
    await stage.slash(lan, 'redpacket', { amount: '1000', count: 5 })
    await stage.slash(lan, 'redpacket', { amount: 'abc', count: 5 })
    await stage.slash(lan, 'redpacket', { amount: '0.01', count: 5 })
    await stage.slash(lan, 'redpacket', { amount: '10', count: 3, kind: 'equal' })
    await stage.slash(lan, 'redpacket', { amount: '10', count: 3, time: '1d' })
    await stage.slash(lan, 'redpacket', { amount: '1.234', count: 1 })
  },
  'red-packet-options': async (stage) => {
    const { lan } = stage
    await stage.choices(lan, 'redpacket', 'time', '')
    await stage.slash(lan, 'redpacket', { amount: '2 each 5', theme: 'birthday', time: '90m' })
    await stage.slash(lan, 'redpacket', { amount: '2 each 5', count: 3 })
    await stage.slash(lan, 'redpacket', { amount: '7', greeting: 'The form asks for the rest' })
  },
  'red-packet-later': async (stage) => {
    const { lan, wei } = stage
    await stage.slash(lan, 'redpacket', { amount: '6', count: 2, on: 'next to never' })
    const later = { amount: '6', count: 2, on: 'in 2 hours', greeting: 'Later' }
    const preview = await stage.slash(lan, 'redpacket', later)
    await stage.click(lan, await preview.final(), /Confirm|确认/)
    await stage.pass(2 * HOUR)
    await stage.click(wei, stage.card(), /^(Grab|抢)$/)
  },
  cancel: async (stage) => {
    const { lan, wei } = stage
    await stage.slash(lan, 'redpacket', { amount: '9', count: 3 })
    await stage.choices(lan, 'cancel', 'number', '')
    const number = numberOf(stage)
    await stage.slash(wei, 'cancel', { number })
    await stage.slash(lan, 'cancel', { number })
    await stage.slash(lan, 'cancel', { number })
    await stage.slash(lan, 'cancel', { number: '0000000000' })
  },
  'envelope-and-verify': async (stage) => {
    const { lan, wei } = stage
    await stage.slash(lan, 'redpacket', { amount: '9', count: 1 })
    const number = numberOf(stage)
    await stage.slash(wei, 'verify', { number })
    await stage.slash(wei, 'envelope', { number })
    await stage.click(wei, stage.card(), /^(Grab|抢)$/)
    await stage.slash(wei, 'envelope', { number })
    await stage.slash(wei, 'verify', { number })
  },
  'wallet-and-history': async (stage) => {
    await stage.slash(stage.wei, 'wallet')
    await stage.slash(stage.lan, 'wallet')
    await stage.slash(stage.wei, 'history')
    await stage.slash(stage.lan, 'history')
  },
  transfer: async (stage) => {
    const { lan, wei } = stage
    await stage.slash(lan, 'transfer', { member: wei, amount: '5', note: 'for the *tea*' })
    await stage.slash(lan, 'transfer', { member: lan, amount: '5' })
    await stage.slash(lan, 'transfer', { member: wei, amount: '500' })
    await stage.slash(lan, 'transfer', { member: wei, amount: '1 000' })
    await stage.slash(wei, 'history')
  },
  tip: async (stage) => {
    const { lan, wei, channel } = stage
    const { modal } = await stage.menu(lan, 'Tip', wei)
    await stage.submit(lan, modal, { amount: '5', note: 'well said' })
    const message = wei.write(channel, 'Good morning')
    const { modal: other } = await stage.menu(lan, 'Tip', message)
    await stage.submit(lan, other, { amount: '500', note: '' })
    await stage.slash(lan, 'tip', { member: lan, amount: '5' })
    await stage.menu(lan, 'Tip', lan.write(channel, 'Mine'))
  },
  leaderboard: async (stage) => {
    const { lan, wei, ada } = stage
    await stage.slash(lan, 'leaderboard ranks')
    await stage.slash(lan, 'redpacket', { amount: '9', count: 2 })
    await stage.click(wei, stage.card(), /^(Grab|抢)$/)
    await stage.click(ada, stage.card(), /^(Grab|抢)$/)
    await stage.slash(lan, 'leaderboard ranks')
    await stage.slash(lan, 'leaderboard ranks', { board: 'received', period: 'month' })
    await stage.slash(lan, 'leaderboard ranks', { board: 'luckiest', period: 'ever' })
    await stage.slash(wei, 'luck')
    await stage.slash(lan, 'luck')
  },
  admin: async (stage) => {
    const { ada, lan, wei } = stage
    await stage.slash(ada, 'topup', { member: wei, amount: '20', reason: 'quiz prize' })
    await stage.slash(ada, 'deduct', { member: wei, amount: '5', reason: 'too much' })
    await stage.slash(ada, 'deduct', { member: wei, amount: '500', reason: 'too much' })
    await stage.slash(lan, 'topup', { member: lan, amount: '20', reason: 'mine' })
    await stage.slash(ada, 'topup', { role: stage.guild.addRole('cooks'), amount: '1', reason: 'all' })
    await stage.slash(ada, 'freeze', { member: wei, reason: 'begs' })
    await stage.slash(wei, 'transfer', { member: lan, amount: '1' })
    await stage.slash(wei, 'wallet')
    await stage.slash(ada, 'thaw', { member: wei })
    await stage.slash(ada, 'reverse', { trade: 999, reason: 'no such trade' })
    await stage.slash(ada, 'audit')
  },
  settings: async (stage) => {
    const { ada, lan, wei } = stage
    await stage.slash(ada, 'settings show')
    await stage.slash(ada, 'settings currency', { name: 'Lantern', symbol: '🏮', decimals: 2 })
    await stage.slash(ada, 'settings rules', { self_grab: false, open: '2h', max_open: 3, max_total: '50' })
    await stage.slash(ada, 'settings rules', { open: '168h', longest: '1h' })
    await stage.slash(ada, 'settings rules', { open: 'soon' })
    await stage.slash(ada, 'settings treasurer', { member: wei, appointed: true })
    await stage.slash(ada, 'settings rules', { language: 'zh' })
    await stage.slash(ada, 'settings show')
    await stage.slash(wei, 'topup', { member: lan, amount: '1', reason: 'as treasurer' })
    await stage.slash(lan, 'redpacket', { amount: '5', count: 1 })
  },
  income: async (stage) => {
    const { ada, lan, wei } = stage
    await stage.slash(lan, 'checkin')
    await stage.slash(ada, 'settings timezone', { zone: 'Asia/Shanghai' })
    await stage.slash(ada, 'settings income', { way: 'checkin', amount: '5', cap: '14', streak: '1' })
    await stage.slash(lan, 'settings income', { way: 'checkin', amount: '500', cap: '900' })
    await stage.slash(lan, 'checkin')
    await stage.slash(lan, 'checkin')
    await stage.slash(wei, 'checkin')
    await stage.slash(wei, 'supply')
    const cooks = stage.guild.addRole('cooks')
    stage.transcript.call(cooks.id, 'cooks')
    await stage.slash(ada, 'settings income', { way: 'allowance', amount: '20', cap: '40', role: cooks })
    await stage.slash(wei, 'allowance')
    stage.guild.join(wei, { roles: [cooks] })
    await stage.slash(wei, 'allowance')
    await stage.slash(wei, 'allowance')
    await stage.slash(ada, 'settings income', { way: 'starting', amount: '3', cap: '40' })
    await stage.slash(lan, 'history')
  },
  rain: async (stage) => {
    const { ada, lan, wei } = stage
    await stage.slash(lan, 'rain', { amount: '10' })
    await stage.slash(lan, 'redpacket', { amount: '3', count: 2 })
    await stage.click(wei, stage.card(), /^(Grab|抢)$/)
    await stage.click(ada, stage.card(), /^(Grab|抢)$/)
    await stage.slash(lan, 'rain', { amount: '10.01' })
    const cooks = stage.guild.addRole('cooks')
    stage.transcript.call(cooks.id, 'cooks')
    await stage.slash(lan, 'rain', { amount: '10', role: cooks })
    stage.guild.join(wei, { roles: [cooks] })
    await stage.slash(lan, 'rain', { amount: '10', role: cooks })
    await stage.slash(lan, 'rain', { amount: '2', role: cooks, voice: true })
    await stage.slash(lan, 'rain', { amount: '2', voice: true })
    stage.guild.moveTo(snowflake(), lan)
    await stage.slash(lan, 'rain', { amount: '2', voice: true })
  },
  'books-and-help': async (stage) => {
    await stage.slash(stage.lan, 'books')
    await stage.slash(stage.lan, 'help')
  },
  'link-person': async (stage) => {
    const { lan, wei } = stage
    const { text } = await stage.slash(lan, 'linkme')
    const shown = await stage.slash(wei, 'linkme', { code: codeIn(text) })
    await stage.click(wei, await shown.final(), /Confirm|确认/)
    await stage.slash(wei, 'wallet')
    const parting = await stage.slash(wei, 'unlinkme')
    await stage.click(wei, await parting.final(), /Confirm|确认/)
    await stage.slash(wei, 'linkme', { code: 'AAAAA-AAAAA' })
  },
  'link-chat': async (stage) => {
    const { ada, lan } = stage
    await stage.slash(lan, 'link')
    const { text } = await stage.slash(ada, 'link')
    await stage.slash(ada, 'link', { code: codeIn(text) })
    await stage.slash(ada, 'unlink')
  },
  private: async (stage) => {
    await stage.slash(stage.lan, 'linkme', {}, stage.lan.privateChannel)
    await stage.slash(stage.lan, 'unlinkme', {}, stage.lan.privateChannel)
    await stage.slash(stage.lan, 'wallet', {}, stage.lan.privateChannel)
    await stage.slash(stage.lan, 'history', {}, stage.lan.privateChannel)
    await stage.slash(stage.lan, 'help', {}, stage.lan.privateChannel)
  },
}

function numberOf(stage: DiscordStage): string {
  return numberIn(stage.card().button(/^(Details|详情)$/).customId)
}

function codeIn(text: string): string {
  return /[0-9A-Z]{5}-[0-9A-Z]{5}/.exec(text.replaceAll('\\', ''))?.[0] ?? ''
}

describe.each(LANGUAGES)('a conversation on Discord matches its recording (%s)', (language) => {
  const random = new SceneRandom()
  let world: DiscordWorld
  beforeAll(async () => {
    world = await discordWorld({ random, pictures: true })
  })
  afterAll(() => world.end())

  test.each(Object.keys(SCENES))('%s', async (scene) => {
    random.begin(scene)
    const stage = new DiscordStage(world, language)
    await stage.prepare(stage.ada, 'topup', { member: stage.lan, amount: '100', reason: 'to begin with' })
    await SCENES[scene]?.(stage)
    await stage.transcript.compare('discord', scene, language)
  })
})
