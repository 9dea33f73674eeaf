import { afterEach, beforeEach, expect, test } from 'vitest'
import { snowflake } from '../../support/discord/shapes.js'
import { type DiscordWorld, discordWorld } from '../../support/discord-world.js'

let world: DiscordWorld

beforeEach(async () => {
  world = await discordWorld()
})

afterEach(async () => {
  await world.end()
})

test('rain reaches those in the sender’s voice channel now, and no bot, no one who left and no one elsewhere', async () => {
  const { channel, guild, admin, lan, wei } = world
  await admin.slash(channel, 'topup', { member: lan, amount: '10', reason: 'to give' })
  const [bot, left, elsewhere] = ['bot', 'left', 'elsewhere'].map((name) =>
    guild.addMember(name, { bot: name === 'bot' }),
  )
  if (!bot || !left || !elsewhere) throw new Error('no members')
  const lounge = snowflake()
  for (const user of [lan, wei, bot, left]) guild.moveTo(lounge, user)
  guild.moveTo(snowflake(), elsewhere)
  guild.moveTo(undefined, left)
  // Events of the gateway come in order, and so does this command.
  const answer = await lan.slash(channel, 'rain', { amount: '4', voice: true })
  expect((await answer.final()).text).toContain('1 person got')
  const balances = await Promise.all([lan, wei, left, elsewhere].map((user) => world.balanceOf(user)))
  expect(balances).toEqual([600, 400, 0, 0])
})
