import { Client, Events, type Interaction } from 'discord.js'

export const GUILD = '1180000000000000001'
export const CHANNEL = '1180000000000000002'
export const LAN = '1180000000000000003'
export const WEI = '1180000000000000004'
export const COOKS = '1180000000000000005'

const userOf = (id: string, username: string, bot = false) => ({
  ...{ id, username, global_name: bot ? null : username, discriminator: '0', avatar: null, bot },
  public_flags: 0,
})
const memberOf = (nick: string | null, roles: readonly string[] = []) => ({
  ...{ roles, nick, avatar: null, joined_at: '2026-01-01T00:00:00Z', flags: 0, pending: false },
  permissions: '2048',
})
const cooks = { id: COOKS, name: 'cooks', permissions: '0', position: 1, color: 0, hoist: false }
const everyone = { ...cooks, id: GUILD, name: '@everyone', position: 0 }

/** Users, members and roles that Discord includes with their ids. */
const RESOLVED = {
  users: {
    [WEI]: userOf(WEI, 'wei'),
    '1180000000000000009': userOf('1180000000000000009', 'robot', true),
  },
  members: { [WEI]: memberOf('Wei the cook') },
  roles: { [COOKS]: cooks, [GUILD]: everyone },
}
export const ROBOT = '1180000000000000009'
export const EVERYONE = GUILD

/** Returns a recorded gateway payload with some fields changed. */
function recorded(type: number, data: object, more: object = {}): object {
  return {
    ...{ id: '1180000000000000777', application_id: '1180000000000000000', type, token: 'aW50', version: 1 },
    ...{ data, channel_id: CHANNEL, guild_id: GUILD, guild_locale: 'zh-TW', locale: 'zh-CN' },
    channel: { id: CHANNEL, type: 0, name: 'lobby', guild_id: GUILD, permissions: '2048' },
    member: { user: userOf(LAN, 'lan'), ...memberOf('Lan', [COOKS]), permissions: String(0x20 + 0x800) },
    ...{ app_permissions: '3072', entitlements: [], context: 0, authorizing_integration_owners: {} },
    ...more,
  }
}

/** Returns a slash command with these options. */
export function slash(name: string, options: readonly object[] = [], more: object = {}): object {
  return recorded(2, { id: '1', name, type: 1, options, resolved: RESOLVED }, more)
}

/** Returns a slash command in the direct messages with the bot. */
export function slashInPrivate(name: string): object {
  const none = { guild_id: undefined, guild_locale: undefined, member: undefined }
  const channel = { id: CHANNEL, type: 1 }
  return slash(name, [], { ...none, channel, user: userOf(LAN, 'lan'), context: 1 })
}

export function memberMenu(name: string, target: string): object {
  return recorded(2, { id: '1', name, type: 2, target_id: target, resolved: RESOLVED })
}

/** Returns a submitted modal; each component has its own label. */
export function submitted(custom_id: string, fields: readonly object[]): object {
  const components = fields.map((component, id) => ({ type: 18, id, component }))
  return recorded(5, { custom_id, components, resolved: RESOLVED })
}

/** Returns a tap on a message that has these flags and shows these buttons. */
export function tapped(custom_id: string, shown: readonly string[], flags: number): object {
  const buttons = shown.map((id) => ({ type: 2, style: 1, label: 'a button', custom_id: id }))
  const message = {
    ...{ id: '1180000000000000555', channel_id: CHANNEL, type: 0, content: '', flags },
    ...{ author: userOf('1180000000000000000', 'luckymoney', true), timestamp: '2026-01-01T00:00:00Z' },
    ...{ attachments: [], embeds: [], mentions: [], mention_roles: [], pinned: false, tts: false },
    components: [{ type: 1, components: buttons }],
  }
  return recorded(3, { component_type: 2, custom_id }, { message })
}

/** Runs a payload through discord.js, so that it arrives as in the adapter. */
export async function asGiven(payload: object): Promise<Interaction> {
  const client = new Client({ intents: [] })
  const given = new Promise<Interaction>((resolve) => client.once(Events.InteractionCreate, resolve))
  const { actions } = client as unknown as {
    actions: { InteractionCreate: { handle(data: object): void } }
  }
  actions.InteractionCreate.handle(payload)
  return await given
}
