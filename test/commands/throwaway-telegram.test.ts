import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ENTRIES } from '../../src/commands/registry.js'
import { seen, type TelegramWorld, telegramWorld } from '../support/telegram-world.js'
import { greet, praise } from './throwaway-command.js'

let world: TelegramWorld
beforeEach(async () => {
  world = await telegramWorld({ entries: [...ENTRIES, greet, praise] })
  await world.fund('1')
})
afterEach(() => world.end())

describe('a command that is registered and known to no other file', () => {
  test('is understood on Telegram as a line, by mention and in reply', async () => {
    const { lan, wei, group } = world
    await world.ask(lan, ['/greet ', wei, ' 5 bow'], 'Greets: Wei, bow, 🧧 5.00')
    lan.reply(wei.say(group, 'hello'), '/greetings 7')
    await world.heard('Greets: Wei, wave, 🧧 7.00')
    await world.ask(lan, ['/greet ', wei], '/greet @name <amount> [wave|bow]')
  })

  test('is announced in the group even when its question is answered in private', async () => {
    const { lan, fake } = world
    lan.start()
    await fake.waitFor(() => lan.directMessages[0], 'the welcome')
    await world.ask(lan, '/praise', 'Words of praise')
    lan.say(lan.privateChat, 'well done')
    await world.heard('Lan says: well done')
    await fake.waitFor(() => lan.directMessages.some(({ text }) => text === 'Said: well done'), 'the answer')
  })

  test('appears in /help and in the menus', async () => {
    const { fake, group, lan } = world
    await world.ask(lan, '/help all', '/greet @name <amount> [wave|bow]\n    Greets')
    await fake.waitFor(() => fake.commands.size === 6, 'all menus')
    expect(lan.menu(group)).toContainEqual({ command: 'greet', description: 'Greets' })
    expect(lan.menu(lan.privateChat).map(({ command }) => command)).not.toContain('greet')
  })

  test('has a form to fill in by tapping, and a button for the asker alone', async () => {
    const { fake, lan, wei, group } = world
    const form = await world.ask(lan, '/greet', 'greet!')
    await lan.press(form, 'Whom to greet')
    lan.reply(form, [{ textMention: wei }])
    await fake.waitFor(() => form.text.includes('Whom to greet: Wei'), 'the member')
    await lan.press(form, /^How much/)
    lan.reply(form, '8')
    await fake.waitFor(() => form.text.includes('8'), 'the amount')
    await lan.press(form, 'Bowing')
    const known = group.botMessages.length
    await lan.press(form, 'Greet')
    const greeted = await world.heard('Greets: Wei, bow, 🧧 8.00')
    await fake.waitFor(() => form.deleted, 'the form to go')
    expect(group.botMessages.length).toBeGreaterThanOrEqual(known)
    expect((await wei.press(greeted, 'Bow instead')).text).toBe(
      'This button is for someone else. Use the command to get your own.',
    )
    // The button carries only the choice, so the form asks for the rest.
    await lan.press(greeted, 'Bow instead')
    await fake.waitFor(() => seen(greeted.text).includes('greet!'), 'the form')
    expect(greeted.buttons.map(({ text }) => text)).toContain('✓ Bowing')
  })
})
