import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Answer } from '../../adapters/playground/wire.js'
import { cardActions } from '../../src/commands/red-packet/card.js'
import { RunningPlayground } from '../support/playground.js'
import { temporaryFolder } from '../support/temporary-folder.js'
import { LANGUAGES, SceneRandom, Transcript } from './transcript.js'

type Say = (as: string, line: string) => Promise<void>
type Grab = (as: string) => Promise<void>
/** Sends the form that was opened last. */
type Fill = (as: string, values: Record<string, string>) => Promise<void>

/** Each is played in both languages, in the one group of the playground. */
const SCENES: Record<string, (say: Say, grab: Grab, fill: Fill) => Promise<unknown>> = {
  'red-packet': async (say, grab) => {
    await say('lan', '/redpacket 8.88 2 Good <b>luck</b>')
    await grab('ben')
    await grab('ben')
    await grab('alice')
    await grab('mei')
  },
  'red-packet-chosen': async (say, grab) => {
    await say('lan', '/redpacket 2 each 2 for @Ben @Alice in 1h')
    await grab('lan')
    await grab('ming')
    await grab('ben')
  },
  'red-packet-refusals': async (say) => {
    for (const line of [
      ...['/redpacket', '/redpacket 10', '/redpacket 100000 5', '/redpacket 0.01 5', '/redpacket 1.234 1'],
      ...[
        '/redpacket 5 2 for @Ben',
        '/redpacket 10 5 in 5x',
        '/redpacket 10 5 in 30d',
        `/redpacket 1 1 ${'x'.repeat(121)}`,
      ],
    ])
      await say('lan', line)
  },
  transfer: async (say) => {
    for (const line of ['@Ben 5 for the tea', '@小兰 5', '@Ben 90000', '@Nobody 5', '@Ben abc', ''])
      await say('lan', `/transfer ${line}`)
  },
  admin: async (say) => {
    await say('mei', '/topup @Ben 20 quiz prize')
    await say('mei', '/deduct @Ben 5 too much')
    await say('mei', '/deduct @Ben 90000 too much')
    await say('lan', '/topup @小兰 20 mine')
    await say('mei', '/topup @Ben 20')
    await say('mei', '/freeze @Ben begs')
    await say('ben', '/wallet')
    await say('ben', '/transfer @小兰 1')
    await say('mei', '/thaw @Ben')
    await say('mei', '/audit')
    await say('lan', '/settings')
    await say('mei', '/settings treasurer @Ben yes')
    await say('mei', '/settings treasurer @Ben no')
    await say('lan', '/settings self no')
  },
  rain: async (say, grab) => {
    await say('lan', '/rain 10')
    await say('lan', '/redpacket 3 2')
    await grab('ben')
    await grab('mei')
    await say('lan', '/rain 10.01')
    await say('ben', '/luck')
  },
  income: async (say) => {
    await say('ben', '/checkin')
    await say('mei', '/settings timezone Asia/Shanghai')
    await say('mei', '/settings income checkin 5 cap 14 streak 1')
    await say('ben', '/checkin')
    await say('ben', '/checkin')
    await say('ben', '/supply')
    await say('ben', '/allowance')
    await say('mei', '/settings income starting 3 cap 30')
  },
  reading: async (say) => {
    for (const line of [
      '/wallet',
      '/leaderboard best',
      '/verify',
      '/envelope zz',
      '/help',
      '/walet',
      '/钱包',
      '/link',
      '/linkme',
    ])
      await say('chloe', line)
  },
  'red-packet-password': async (say, grab, fill) => {
    await say('lan', '/redpacket 6 2 password “恭喜 发财” Good luck')
    await grab('ben')
    await fill('ben', { answer: '发财' })
    await fill('ben', { answer: '恭喜发财' })
    await grab('ben')
  },
  'red-packet-secret': async (say, grab, fill) => {
    await say('lan', '/redpacket 6 1 password sesame secret')
    await grab('ben')
    await fill('ben', { answer: 'SESAME' })
  },
  'red-packet-wish-wall': async (say, grab, fill) => {
    await say('lan', '/redpacket 6 1 wish-wall')
    await grab('ben')
    await fill('ben', { answer: 'World <b>peace</b>' })
  },
  'red-packet-draw': async (say, grab) => {
    await say('lan', '/redpacket 2 each 3 draw 1h')
    for (const each of ['ben', 'ben', 'alice']) await grab(each)
  },
}

describe.each(LANGUAGES)('a conversation in the playground matches its recording (%s)', (language) => {
  const { folder, remove } = temporaryFolder()
  const random = new SceneRandom()
  let playground: RunningPlayground
  let newest = ''
  beforeAll(async () => {
    playground = await RunningPlayground.start(folder, { random })
  })
  afterAll(async () => {
    await playground.stop()
    remove()
  })

  test.each(Object.keys(SCENES))('%s', async (scene) => {
    random.begin(scene)
    const transcript = new Transcript()
    const post = async (path: string, body: object) => {
      const reply = await playground.post(path, { id: playground.id(), language, ...body })
      const answered = JSON.parse(reply.text) as Answer
      const { message, form } = answered
      if (message?.kind === 'private') {
        transcript.block(`  bot to ${message.to} alone (${message.tone})`, message.text)
        for (const row of message.actions ?? [])
          transcript.add(`    ${row.map(({ label }) => `[${label}]`).join(' ')}`)
      }
      if (form)
        transcript.block(
          `  bot opens a form: ${form.title}`,
          form.fields.map(({ label, hint }) => (hint ? `${label} (${hint})` : label)).join('\n'),
        )
      opened = form?.id ?? opened
      return answered
    }
    let envelopeNo = ''
    let opened = ''
    await SCENES[scene]?.(
      async (as, text) => {
        transcript.add(`\n${as}: ${text}`)
        const answer = await post('/api/say', { as, text })
        if (answer.outcome === 'sent') envelopeNo = newest = await nextPacket(playground, newest)
      },
      async (as) => {
        transcript.add(`\n${as} taps the card`)
        expect(envelopeNo).not.toBe('')
        await post('/api/tap', { as, data: cardActions(envelopeNo, language).grab.data })
      },
      async (as, values) => {
        transcript.add(`\n${as} sends the form with ${Object.values(values).join(', ')}`)
        await post('/api/fill', { as, form: opened, values })
      },
    )
    await transcript.compare('playground', scene, language)
  })
})

/** Waits for a card that is not the known one, and returns the number of its red packet. */
async function nextPacket(playground: RunningPlayground, known: string): Promise<string> {
  let newest = known
  const look = async () => {
    const card = (await playground.state()).messages.findLast((message) => message.kind === 'card')
    newest = card?.envelope.envelopeNo ?? known
    return newest
  }
  await expect.poll(look, { timeout: 60_000 }).not.toBe(known)
  return newest
}
