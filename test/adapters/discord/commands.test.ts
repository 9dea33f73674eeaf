import { afterEach, beforeEach, expect, test } from 'vitest'
import { optionName } from '../../../adapters/discord/commands.js'
import { commandsOf, isOffered } from '../../../src/commands/framework/define.js'
import { ENTRIES } from '../../../src/commands/registry.js'
import type { Command, CommandOption } from '../../support/discord/shapes.js'
import { type DiscordWorld, discordWorld } from '../../support/discord-world.js'

let world: DiscordWorld

beforeEach(async () => {
  world = await discordWorld()
})

afterEach(async () => {
  await world.end()
})

/** Yields every command and option, by path. */
function* parts(
  of: readonly (Command | CommandOption)[],
  above = '',
): Generator<[string, Command | CommandOption]> {
  for (const part of of) {
    const path = `${above}/${part.name}`
    yield [path, part]
    yield* parts(part.options ?? [], path)
  }
}

test('every command and option has a name and a description in Chinese, for both scripts', () => {
  const missing: string[] = []
  for (const [path, part] of parts(world.fake.commands)) {
    const isMenu = ['/Send a red packet', '/Tip'].includes(path)
    const described = isMenu ? [] : [part.description_localizations]
    for (const words of [part.name_localizations, ...described])
      for (const locale of ['zh-CN', 'zh-TW'])
        if (!/\p{Script=Han}/u.test(words?.[locale] ?? '')) missing.push(`${path} ${locale}`)
  }
  expect(missing).toEqual([])
})

test('every option is registered under its English name, which members of all other languages see', () => {
  const named = [...parts(world.fake.commands)].flatMap(([path, { name, name_localizations: names }]) =>
    Object.keys(names ?? {}).some((locale) => !locale.startsWith('zh')) ? [`${path} ${name}`] : [],
  )
  expect(named).toEqual([])
  const others = commandsOf(ENTRIES.filter(isOffered)).flatMap(({ name: command, arguments: all, words }) =>
    Object.keys(all).flatMap((argument) => {
      const { [argument]: english } = words.en.arguments as Readonly<Record<string, { name: string }>>
      return optionName(argument) === english?.name ? [] : [`${command} ${argument}`]
    }),
  )
  expect(others).toEqual([])
})

test('option names are unique within a command in Chinese too', () => {
  const twice = [...parts(world.fake.commands)].flatMap(([path, { options = [] }]) => {
    const names = options.map((option) => option.name_localizations?.['zh-CN'])
    return new Set(names).size < names.length ? [path] : []
  })
  expect(twice).toEqual([])
})

test.each([
  ['contexts', [0, 1, 2]],
  ['integration_types', [1]],
])('registers the commands again when Discord has different %s', async (field, other) => {
  const { fake } = world
  Object.assign(fake.commands[0] as Command, { [field]: other })
  await world.startAnother()
  expect(fake.commandPuts).toBe(2)
  await world.startAnother()
  expect(fake.commandPuts).toBe(2)
})

test("registers the commands only when Discord's differ", async () => {
  const { fake } = world
  const wanted = structuredClone(fake.commands)
  await world.startAnother()
  expect(fake.commandPuts).toBe(1)
  for (const [, part] of parts(fake.commands))
    if (part.name === 'max_total') Object.assign(part, { description_localizations: null })
  await world.startAnother()
  expect(fake.commandPuts).toBe(2)
  // A new registration has a new version and the same texts.
  const words = (commands: readonly Command[]) =>
    JSON.stringify(commands, (key, value) => (key === 'version' ? undefined : value))
  expect(words(fake.commands)).toBe(words(wanted))
})
