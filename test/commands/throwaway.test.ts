import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { suggest } from '../../adapters/playground/page/suggestions.js'
import type { Answer } from '../../adapters/playground/wire.js'
import { ENTRIES } from '../../src/commands/registry.js'
import { CHROMIUM_ARGUMENTS, findChromium } from '../support/chromium.js'
import { type DiscordWorld, discordWorld, shown } from '../support/discord-world.js'
import { answer, say } from '../support/page.js'
import { openPlayground } from '../support/playground.js'
import { greet } from './throwaway-command.js'

const entries = [...ENTRIES, greet]
const unspaced = (text: string) => shown(text).replaceAll('\u00a0', ' ')
const pageFolder = join(import.meta.dirname, '../../dist/playground-page')
const executablePath = findChromium()
const textOf = ({ message }: Answer) => (message?.kind === 'private' ? message.text : '')

describe('a command that is registered and known to no other file', () => {
  test('is understood on the playground as a line, in either language', async () => {
    const { playground } = await openPlayground({ entries })
    for (const line of ['/greet @wei 5 bow', '/问候 @阿伟 5 鞠躬', '/GREETINGS 5 @Wei bow']) {
      const answer = await playground.say('lan', line)
      expect(answer.outcome, line).toBe('greeted')
      expect(textOf(answer).replaceAll('\u00a0', ' ')).toBe('Greets: 阿伟, bow, 🪙 5.00')
    }
    expect(textOf(await playground.say('lan', '/greet @wei'))).toContain('/greet @name <amount> [wave|bow]')
    expect((await playground.say('lan', '/greet @nobody 5')).outcome).toBe('unknown_member')
    expect((await playground.say('lan', '/greet @wei 5.123')).outcome).toBe('bad_amount')
    expect(textOf(await playground.say('lan', '/gret @wei 5'))).toContain('/greet')
  })

  describe('on Discord', () => {
    let world: DiscordWorld
    beforeEach(async () => {
      world = await discordWorld({ entries })
    })
    afterEach(() => world.end())

    test('is registered with its options in both languages, and appears in /help', async () => {
      const { fake, lan, channel } = world
      const registered = fake.commands.find(({ name }) => name === 'greet')
      expect(registered).toMatchObject({ name_localizations: { 'zh-CN': '问候' }, description: 'Greets' })
      expect(registered?.options).toMatchObject([
        { type: 6, name: 'member' },
        { type: 3, name: 'amount', max_length: 32 },
        { type: 3, name: 'way', choices: [{ name: 'Waving', value: 'wave' }, { value: 'bow' }] },
      ])
      const help = await (await lan.slash(channel, 'help')).final()
      const all = await lan.click(help, help.button('All commands').customId)
      expect(shown((await all.final()).text)).toContain('/greet  Greets')
    })

    test('is understood with options, in a form and behind its button, which is for the asker only', async () => {
      const { lan, wei, ming, channel } = world
      const options = { member: wei, amount: '5', way: 'bow' }
      const answered = await (await lan.slash(channel, 'greet', options)).final()
      expect(unspaced(answered.text)).toBe('Greets: wei, bow, 🧧 5.00')
      const { modal } = await lan.slash(channel, 'greet')
      if (!modal) throw new Error('there is no form')
      expect(modal.title).toBe('greet!')
      const sent = await (await lan.submitModal(modal, { member: [ming], amount: '7' })).final()
      expect(unspaced(sent.text)).toBe('Greets: ming, wave, 🧧 7.00')
      // The button carries only the choice, so the form asks for the rest.
      const { customId } = sent.button('Bow instead')
      const again = await lan.click(sent, customId)
      const way = again.modal?.inputs.find((input) => input.customId === 'way')
      expect(way?.options?.find((option) => option.default)?.value).toBe('bow')
      const origin = wei.says(channel, 'mine')
      const forged = await wei.forge(channel, 3, { component_type: 2, custom_id: customId }, origin)
      expect(forged.text).toContain('someone else')
    })
  })

  test('appears in /help and in the suggestions of the page', async () => {
    const { playground } = await openPlayground({ entries })
    expect(textOf(await playground.say('lan', '/help all'))).toContain(
      '/greet @name <amount> [wave|bow]\n    Greets',
    )
    const { actors, offers } = await playground.state()
    const actor = actors.find(({ user }) => user === 'lan')
    if (!actor) throw new Error('no such actor')
    expect(suggest('/gre', 4, { actors, actor, offers: offers.en })).toEqual([
      { key: 'greet', title: '/greet @name <amount> [wave|bow]', hint: 'Greets', line: '/greet ', cursor: 7 },
    ])
    expect(suggest('/问', 2, { actors, actor, offers: offers.zh })[0]?.line).toBe('/问候 ')
  })

  test('has a form, which a button and the bare command open, and which can be sent', async () => {
    const { playground } = await openPlayground({ entries })
    const { offers } = await playground.state()
    const opened = await playground.tap('lan', offers.en.find(({ name }) => name === 'greet')?.form ?? '')
    const { form } = await playground.say('lan', '/greet')
    expect(opened.form).toMatchObject({ title: 'greet!', submit: 'Greet' })
    expect(form?.fields.map(({ name, kind, required }) => [name, kind, required])).toEqual([
      ['member', 'member', true],
      ['amount', 'amount', true],
      ['way', 'choice', false],
    ])
    const refused = await playground.fill('lan', form?.id ?? '', { member: ['user:wei'], amount: 'much' })
    expect(refused.outcome).toBe('bad_amount')
    const sent = await playground.fill('lan', form?.id ?? '', {
      member: ['user:wei'],
      amount: '7',
      way: 'bow',
    })
    expect(textOf(sent)).toContain('阿伟, bow')
  })

  test('has a button that repeats it, for the asker only', async () => {
    const { playground } = await openPlayground({ entries })
    const { message } = await playground.say('lan', '/greet @wei 5')
    const [[button] = []] = (message?.kind === 'private' && message.actions) || []
    expect(button).toMatchObject({ label: 'Bow instead' })
    expect((await playground.tap('ben', button?.data ?? '')).outcome).toBe('not_yours')
    // The button carries only the choice, so the form asks for the rest.
    const { form } = await playground.tap('lan', button?.data ?? '')
    expect(form?.fields.map(({ name, value }) => [name, value])).toContainEqual(['way', 'bow'])
  })

  test.skipIf(!executablePath)('is completed, filled in and tapped on the page', async () => {
    const { playground } = await openPlayground({ entries, pageFolder })
    const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGUMENTS })
    onTestFinished(() => browser.close())
    const page = await browser.newPage({ locale: 'en-GB' })
    await page.goto(playground.url.href)
    const composer = page.getByTestId('composer')
    await composer.waitFor()
    await composer.pressSequentially('/gre')
    await page.keyboard.press('Tab')
    expect(await composer.inputValue()).toBe('/greet ')
    await page.keyboard.press('Enter')

    const dialog = page.getByTestId('send-dialog')
    await dialog.getByText('Ben').click()
    expect(await dialog.getByTestId('send-packet').isDisabled()).toBe(true)
    await dialog.getByTestId('amount').fill('7')
    await dialog.getByText('Bowing').click()
    expect(await dialog.getByTestId('command-line').innerText()).toBe('/greet @Ben 7 bow')
    await dialog.getByTestId('send-packet').click()
    await answer(page, /Greets: Ben, bow, .*7\.00/)
    await page.getByTestId('action').last().click()
    await dialog.waitFor()
    await page.keyboard.press('Escape')
    await say(page, '/greet @Ben 8')
    await answer(page, /Greets: Ben, wave, .*8\.00/)
  })
})
