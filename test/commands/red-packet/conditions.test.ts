import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { readLine } from '../../../src/commands/framework/lines/lines.js'
import { writeLine } from '../../../src/commands/framework/replies/write-line.js'
import { digestLine } from '../../../src/commands/red-packet/conditions/conditions.js'
import { ENTRIES } from '../../../src/commands/registry.js'
import { sha256 } from '../../../src/core/fairness.js'
import { CommandChat, textOf } from '../../support/command-chat.js'
import { HOUR } from '../../support/world.js'

function read(line: string) {
  const read = readLine(line, ENTRIES)
  return read.kind === 'command' ? read.raws : read
}

describe('a typed red packet', () => {
  test.each([
    ['/redpacket 8 8 password sesame', { password: 'sesame' }],
    ['/redpacket 8 8 password sesame Good luck', { password: 'sesame', greeting: 'Good luck' }],
    ['/redpacket 8 8 password "open sesame" Good luck', { password: 'open sesame', greeting: 'Good luck' }],
    ['/redpacket 8 8 password “open sesame” draw 60s', { password: 'open sesame', way: 'draw', time: '60s' }],
    ['/红包 8 8 口令 「芝麻 开门」 保密 快乐', { password: '芝麻 开门', secret: 'yes', greeting: '快乐' }],
    ['/redpacket 8 8 password sesame secret', { password: 'sesame', secret: 'yes' }],
    // A quotation mark that isn't closed is a letter.
    ['/redpacket 8 8 password "open sesame', { password: '"open', greeting: 'sesame' }],
    ['/redpacket 8 8 wish-wall Good luck', { wishWall: 'yes', greeting: 'Good luck' }],
    ['/红包 8 8 心愿墙 许个愿', { wishWall: 'yes', greeting: '许个愿' }],
    ['/redpacket 8 8 quiz 1+1? 2 / 3 / 4', { quiz: '1+1? 2 / 3 / 4' }],
    [
      '/redpacket 8 8 draw 60s quiz "One and one" two / three; Good luck',
      {
        ...{ way: 'draw', time: '60s', quiz: '"One and one" two / three', greeting: 'Good luck' },
      },
    ],
    ['/红包 8 8 答题 中国的首都？北京／上海；加油', { quiz: '中国的首都？北京／上海', greeting: '加油' }],
    ['/redpacket 8 8 Quiz night tonight', { greeting: 'Quiz night tonight' }],
    // Greetings that only look like it.
    ['/redpacket 8 8 Secret Santa', { greeting: 'Secret Santa' }],
    ['/redpacket 8 8 Wish you luck', { greeting: 'Wish you luck' }],
    ['/红包 8 8 保密', { greeting: '保密' }],
  ])('reads %s', (line, more) => {
    expect(read(line)).toEqual({ amount: '8', count: '8', ...more })
  })

  test('reads an answer with the number of the red packet', () => {
    expect(read('/grab 0123456789 open sesame')).toEqual({ envelope: '0123456789', answer: 'open sesame' })
    expect(read('/抢 0123456789')).toEqual({ envelope: '0123456789' })
  })

  test('is written by a form as it is read', async () => {
    const chat = await CommandChat.open()
    const { form } = await chat.line('Lan', '/redpacket')
    if (!form) throw new Error('no form')
    const line = writeLine(form, {
      amount: '8',
      count: '8',
      password: 'open sesame',
      secret: 'yes',
      quiz: '1+1? 2 / 3',
      greeting: 'Hi',
    })
    expect(read(line)).toMatchObject({
      password: 'open sesame',
      secret: 'yes',
      quiz: '1+1? 2 / 3',
      greeting: 'Hi',
    })
  })
})

test.each(['0123 sesame', "it's `open`", 'a\\b%s$HOME"x"', "class of '27, '05", '恭喜发财🧧'])(
  'the line that repeats a digest prints it in a shell: %s',
  (text) => {
    const printed = execFileSync('sh', ['-c', digestLine(text)], { encoding: 'utf8' })
    expect(printed.trim()).toBe(sha256(text))
    expect(digestLine(text)).not.toContain('`')
  },
)

describe('an answer that the red packet did not ask for', () => {
  test.each([
    ['/redpacket 4 2', {}],
    ['/redpacket 4 2', { place: undefined }],
    ['/redpacket 4 2 known 1h', {}],
    ['/redpacket 4 2 draw 60s', {}],
  ])('changes nothing and says so: %s %o', async (line, more) => {
    const chat = await CommandChat.open()
    await chat.world.balance('Wei')
    chat.world.clock.pass(HOUR)
    const { envelope } = await chat.line('Lan', line)
    const reply = await chat.line('Wei', `/grab ${envelope} sesame`, more)
    expect(['grabbed', 'joined']).toContain(reply.outcome)
    expect(textOf(reply)).toContain('needed no password')
    expect(
      textOf(await chat.line('Wei', `/grab ${envelope} sesame`, { ...more, language: 'zh' })),
    ).not.toContain('不用口令')
  })

  test('is not mentioned when the red packet asked for it', async () => {
    const chat = await CommandChat.open()
    const { envelope } = await chat.line('Lan', '/redpacket 4 2 password sesame')
    const reply = await chat.line('Wei', `/grab ${envelope} sesame`)
    expect(reply.outcome).toBe('grabbed')
    expect(textOf(reply)).not.toContain('password')
  })
})
