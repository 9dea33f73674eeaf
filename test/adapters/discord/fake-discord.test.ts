import {
  ActionRowBuilder,
  ContainerBuilder,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  type ModalSubmitInteraction,
  PermissionFlagsBits,
  StringSelectMenuBuilder,
  TextDisplayBuilder,
  TextInputBuilder,
  TextInputStyle,
  UserSelectMenuBuilder,
} from 'discord.js'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { FakeChannel, FakeDiscord, FakeGuild, FakeUser } from '../../support/discord/fake-discord.js'
import { COMMANDS, grabButton, refusal, StockBot } from '../../support/discord/stock-bot.js'

let bot: StockBot
let fake: FakeDiscord
let guild: FakeGuild
let channel: FakeChannel
let ann: FakeUser
let bob: FakeUser

beforeEach(async () => {
  bot = await StockBot.start()
  ;({ fake, guild, channel, ann, bob } = bot)
})

afterEach(() => bot.stop())

test('the stock client logs in, sees the guild, and registers its commands once', async () => {
  expect(bot.client.user.id).toBe(fake.botUserId)
  expect(bot.client.guilds.cache.get(guild.id)?.channels.cache.has(channel.id)).toBe(true)
  expect(fake.sessions).toBe(1)
  expect(fake.commandPuts).toBe(1)
  expect((await bot.client.application.commands.fetch()).map((command) => command.name).sort()).toEqual([
    'Send a red packet',
    'Thank with a red packet',
    'redpacket',
    'settings',
  ])
  expect(JSON.stringify(fake.journal)).not.toContain(fake.token)
  expect(fake.violations).toEqual([])
})

test('registered commands keep their ids, and include translations only on request', async () => {
  const path = `/applications/${fake.applicationId}/commands` as const
  const get = async (query?: URLSearchParams) =>
    (await bot.client.rest.get(path, query && { query })) as Record<string, unknown>[]
  const before = await get()
  expect(before[0]).toMatchObject({ name: 'redpacket', description: 'Send a red packet' })
  expect(JSON.stringify(before)).not.toContain('红包')
  const [translated] = await get(new URLSearchParams({ with_localizations: 'true' }))
  expect(translated?.name_localizations).toEqual({ 'zh-CN': '红包' })
  await bot.client.application.commands.set(COMMANDS)
  expect(fake.commandPuts).toBe(2)
  expect((await get()).map(({ id }) => id)).toEqual(before.map(({ id }) => id))
})

test('an ephemeral answer to a command is visible to one user only', async () => {
  const elders = guild.addRole('elders')
  bot.onCommand((interaction) => {
    const { options } = interaction
    const seen = [
      options.getString('amount', true),
      options.getInteger('count'),
      options.getUser('member')?.username,
      options.getRole('role')?.name,
      interaction.locale,
      interaction.memberPermissions?.has(PermissionFlagsBits.ManageGuild),
    ]
    return interaction.reply({ content: seen.join(' '), flags: MessageFlags.Ephemeral })
  })
  const chief = guild.addMember('chief', { manageGuild: true, locale: 'zh-CN' })
  const result = await chief.slash(channel, 'redpacket', {
    amount: '10',
    count: 5,
    member: bob,
    role: elders,
  })
  expect(result).toMatchObject({ outcome: 'replied', ephemeral: true, text: '10 5 bob elders zh-CN true' })
  expect(chief.sees(channel)).toEqual([result.reply])
  expect(ann.sees(channel)).toEqual([])
  expect(fake.journal.some(({ path }) => /^\/interactions\/\d+\/:token\/callback$/.test(path))).toBe(true)
  expect(fake.violations).toEqual([])
})

test('a user cannot send what their client would not let them send', async () => {
  bot.onCommand((interaction) => interaction.reply('here'))
  const slash = (command: string, options?: Parameters<FakeUser['slash']>[2]) =>
    ann.slash(channel, command, options)
  await expect(slash('nonsense')).rejects.toThrow('no slash command')
  await expect(slash('redpacket')).rejects.toThrow('amount is required')
  await expect(slash('redpacket', { amount: '1', count: 101 })).rejects.toThrow('outside 1 … 100')
  await expect(slash('redpacket', { amount: '1', count: 1.5 })).rejects.toThrow('no integer')
  await expect(slash('redpacket', { amount: 1 })).rejects.toThrow('takes type 3')
  await expect(slash('redpacket', { amount: '1', colour: 'red' })).rejects.toThrow('no option colour')
  await expect(slash('settings')).rejects.toThrow('needs a subcommand')
  await expect(slash('settings currency', { name: 'shells' })).rejects.toThrow('none of coins, points')
  expect((await slash('settings currency', { name: 'coins' })).outcome).toBe('replied')
  expect(bot.answered).toHaveLength(1)
})

test('an edit fills a deferred answer, and followups are collected', async () => {
  bot.onCommand(async (interaction) => {
    await interaction.deferReply({ flags: MessageFlags.Ephemeral })
    await interaction.editReply('done')
    await interaction.followUp({ content: 'and more', flags: MessageFlags.Ephemeral })
  })
  const result = await ann.slash(channel, 'redpacket', { amount: '10' })
  expect(result).toMatchObject({ outcome: 'deferred', ephemeral: true })
  expect((await result.final()).text).toBe('done')
  const [more] = await fake.waitFor(
    () => (result.followups.length > 0 ? result.followups : undefined),
    'more',
  )
  expect(more).toMatchObject({ text: 'and more', ephemeral: true })
  expect(bob.sees(channel)).toEqual([])
})

test('withResponse gives the bot its message, which it can edit with its own token later', async () => {
  bot.onCommand(async (interaction) => {
    const response = await interaction.reply({
      components: [
        new ContainerBuilder()
          .setAccentColor(0xc8102e)
          .addTextDisplayComponents(new TextDisplayBuilder().setContent('One'))
          .addActionRowComponents(grabButton()),
      ],
      flags: MessageFlags.IsComponentsV2,
      withResponse: true,
    })
    const id = response.resource?.message?.id ?? ''
    fake.expireTokens()
    expect(await refusal(interaction.editReply('late'))).toEqual({ code: 50027, status: 401 })
    const place = await bot.client.channels.fetch(interaction.channelId)
    if (!place?.isTextBased()) throw new Error('no text')
    await place.messages.edit(id, { components: [new TextDisplayBuilder().setContent('Two')] })
  })
  const { reply } = await ann.slash(channel, 'redpacket', { amount: '10' })
  expect(reply).toMatchObject({ text: 'One', accentColor: 0xc8102e, edits: 0 })
  expect(reply?.buttons).toEqual([{ customId: 'grab', label: 'Grab', disabled: false, style: 4 }])
  await Promise.all(bot.answered)
  expect(reply).toMatchObject({ text: 'Two', edits: 1, customIds: [] })
  expect(fake.violations).toEqual([])
})

test('only an existing, enabled and visible button can be clicked, and each click gets a response', async () => {
  bot.onClick(async (interaction) => {
    await interaction.reply({ content: `${interaction.user.username} got 3`, flags: MessageFlags.Ephemeral })
    await interaction.message.edit({ components: [grabButton(true)] })
  })
  const { message } = await bot.card()
  await expect(bob.click(message, 'grub')).rejects.toThrow('nothing called grub')
  const result = await bob.click(message, 'grab')
  expect(result).toMatchObject({ outcome: 'replied', ephemeral: true, text: 'bob got 3' })
  await Promise.all(bot.answered)
  expect(message.edits).toBe(1)
  await expect(bob.click(message, 'grab')).rejects.toThrow('grab is disabled')
  if (!result.reply) throw new Error('no receipt')
  await expect(ann.click(result.reply, 'grab')).rejects.toThrow('does not see')
})

test('update and deferUpdate change the message with the button', async () => {
  const { message } = await bot.card()
  bot.onClick((interaction) => interaction.update({ content: 'Taken' }))
  expect(await ann.click(message, 'grab')).toMatchObject({ outcome: 'updated', text: 'Taken' })
  bot.onClick(async (interaction) => {
    await interaction.deferUpdate()
    await interaction.editReply({ content: 'Taken twice', components: [] })
  })
  const result = await ann.click(message, 'grab')
  expect(result.outcome).toBe('updated')
  expect((await result.final()).text).toBe('Taken twice')
  expect(message.edits).toBe(2)
})

test('a modal is shown, filled by its rules and submitted', async () => {
  const modal = new ModalBuilder()
    .setCustomId('send')
    .setTitle('Send')
    .addLabelComponents(
      new LabelBuilder()
        .setLabel('Greeting')
        .setTextInputComponent(
          new TextInputBuilder().setCustomId('greeting').setStyle(TextInputStyle.Short).setMaxLength(5),
        ),
      new LabelBuilder()
        .setLabel('For')
        .setDescription('Who may grab')
        .setUserSelectMenuComponent(
          new UserSelectMenuBuilder().setCustomId('for').setMaxValues(2).setRequired(false),
        ),
    )
  bot.onAny(async (interaction) => {
    if (interaction.isChatInputCommand()) return interaction.showModal(modal)
    const { fields, user } = interaction as ModalSubmitInteraction
    const names = fields.getSelectedUsers('for')?.map((each) => each.username)
    const content = `${user.username}: ${fields.getTextInputValue('greeting')} ${names}`
    return (interaction as ModalSubmitInteraction).reply({ content, flags: MessageFlags.Ephemeral })
  })
  const shown = await ann.slash(channel, 'redpacket', { amount: '10' })
  expect(shown.outcome).toBe('modal')
  if (!shown.modal) throw new Error('no modal')
  expect(shown.modal).toMatchObject({ customId: 'send', title: 'Send', text: 'Greeting\nFor\nWho may grab' })
  const { modal: seen } = shown
  await expect(ann.submitModal(seen, {})).rejects.toThrow('greeting: is required')
  await expect(ann.submitModal(seen, { greeting: 'Fortune' })).rejects.toThrow('7 characters')
  await expect(ann.submitModal(seen, { greeting: 'Joy', to: 'x' })).rejects.toThrow('no input to')
  await expect(bob.submitModal(seen, { greeting: 'Joy' })).rejects.toThrow('does not see')
  const result = await ann.submitModal(seen, { greeting: 'Joy', for: [bob, ann] })
  expect(result).toMatchObject({ outcome: 'replied', text: 'ann: Joy bob,ann' })
  expect(fake.violations).toEqual([])
})

test("autocomplete offers the bot's choices, and only where it was registered", async () => {
  bot.onAny(async (interaction) => {
    if (!interaction.isAutocomplete()) return
    const typed = interaction.options.getFocused()
    const amount = interaction.options.getString('amount')
    return interaction.respond([{ name: `${typed} of ${amount}`, value: 't1' }])
  })
  const result = await ann.autocomplete(channel, 'redpacket', 'template', 'bir', { amount: '7' })
  expect(result).toMatchObject({ outcome: 'autocomplete', choices: [{ name: 'bir of 7', value: 't1' }] })
  await expect(ann.autocomplete(channel, 'redpacket', 'amount', '1')).rejects.toThrow('no autocomplete')
})

test('a select in a message accepts only its options', async () => {
  const menu = new StringSelectMenuBuilder()
    .setCustomId('style')
    .addOptions({ label: 'Lucky', value: 'lucky' }, { label: 'Equal', value: 'equal' })
  const place = await bot.place()
  const { id } = await place.send({ components: [new ActionRowBuilder<typeof menu>().addComponents(menu)] })
  const message = fake.message(id)
  if (!message) throw new Error('no message')
  bot.onAny(async (interaction) => {
    if (interaction.isStringSelectMenu()) await interaction.update({ content: interaction.values.join() })
  })
  await expect(ann.select(message, 'style', ['gold'])).rejects.toThrow('does not offer gold')
  await expect(ann.select(message, 'style', ['lucky', 'equal'])).rejects.toThrow('takes 1 to 1')
  await expect(ann.click(message, 'style')).rejects.toThrow('no button')
  expect((await ann.select(message, 'style', ['equal'])).text).toBe('equal')
})

test('a command in private has no guild and no member', async () => {
  bot.onCommand((interaction) => interaction.reply(`${interaction.inGuild()} ${interaction.user.username}`))
  expect((await ann.slash(ann.privateChannel, 'redpacket', { amount: '1' })).text).toBe('false ann')
})

test('a modified client can send anything', async () => {
  const { message } = await bot.card()
  bot.onClick((interaction) => interaction.reply(interaction.customId))
  const forged = await ann.forge(channel, 3, { component_type: 2, custom_id: 'grab:999' }, message)
  expect(forged.text).toBe('grab:999')
})

test('members and roles can be requested without a privileged intent, but not the member list', async () => {
  const village = await bot.client.guilds.fetch(guild.id)
  const elders = guild.addRole('elders')
  const carl = guild.addMember('carl', { roles: [elders], nick: 'Uncle' })
  expect((await village.members.fetch(carl.id)).displayName).toBe('Uncle')
  expect([...(await village.members.search({ query: 'unc' })).keys()]).toEqual([carl.id])
  expect((await village.roles.fetch()).map(({ name }) => name).sort()).toEqual(['@everyone', 'elders'])
  guild.leave(carl)
  const call = village.members.fetch({ user: carl.id, force: true })
  expect(await refusal(call)).toEqual({ code: 10007, status: 404 })
  expect(fake.violations).toEqual([])
  expect(await refusal(village.members.list())).toEqual({ code: 50001, status: 403 })
  expect(fake.violations).toEqual([expect.stringContaining('privileged')])
})

test('menu commands include the member or the message', async () => {
  const words = ann.says(channel, 'thanks')
  bot.onAny(async (interaction) => {
    if (interaction.isUserContextMenuCommand()) return interaction.reply(interaction.targetUser.username)
    if (interaction.isMessageContextMenuCommand()) return interaction.reply(interaction.targetMessage.content)
    throw new Error('something else')
  })
  expect((await bob.contextMenu(channel, 'Send a red packet', ann)).text).toBe('ann')
  expect((await bob.contextMenu(channel, 'Thank with a red packet', words)).text).toBe('thanks')
  await expect(bob.contextMenu(channel, 'Send a red packet', words)).rejects.toThrow('no such menu entry')
})

test('a thousand simultaneous clicks all get their responses', async () => {
  // The result must not depend on the speed of a busy machine.
  fake.responseWindow = 20_000
  const { message } = await bot.card()
  bot.onClick((interaction) => interaction.reply({ content: 'got', flags: MessageFlags.Ephemeral }))
  const crowd = Array.from({ length: 1000 }, (_, index) => guild.addMember(`guest${index}`))
  const results = await Promise.all(crowd.map((guest) => guest.click(message, 'grab')))
  expect(results.filter(({ outcome, ephemeral }) => outcome === 'replied' && ephemeral)).toHaveLength(1000)
  expect(crowd[7]?.sees(channel)).toHaveLength(2)
  expect(fake.violations).toEqual([])
})
