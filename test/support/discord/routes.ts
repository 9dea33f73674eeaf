import type { SentFile } from './attachments.js'
import type { FakeChannel } from './channel.js'
import { checkedEdit, checkNew } from './checks.js'
import type { FakeDiscord } from './fake-discord.js'
import type { FakeGuild } from './guild.js'
import { registeredCommands, shownCommands } from './registered-commands.js'
import { ApiError, type SentCallback, type SentMessage, unknownChannel } from './shapes.js'

/** One parsed request. */
export interface Call {
  method: string
  /** Path segments without the version. */
  path: string[]
  /** The same, without tokens. */
  shown: string[]
  query: URLSearchParams
  body: unknown
  /** Files of a multipart request. */
  files: readonly SentFile[]
  authorization: string | undefined
}

interface Answer {
  status: number
  body?: unknown
  headers?: Record<string, string>
}

const ok = (body: unknown, headers?: Record<string, string>): Answer => ({
  status: 200,
  body,
  ...(headers ? { headers } : {}),
})
const nothing = (headers?: Record<string, string>): Answer => ({
  status: 204,
  ...(headers ? { headers } : {}),
})

/** Answers a request like Discord; throws ApiError for refusals. */
export function answerRoute(fake: FakeDiscord, call: Call): Answer {
  switch (call.path[0]) {
    case 'interactions':
      return interaction(fake, call)
    case 'webhooks':
      return webhook(fake, call)
    case 'channels':
      return channel(fake, call)
    case 'applications':
      return application(fake, call)
    case 'guilds':
      return guild(fake, call)
    case 'users':
      return user(fake, call)
    case 'gateway':
      return gateway(fake)
    default:
      return unknownRoute(fake, call)
  }
}

function unknownRoute(fake: FakeDiscord, { method, shown }: Call): never {
  fake.violations.push(`the fake does not know ${method} /${shown.join('/')}`)
  throw new ApiError(404, 0, '404: Not Found')
}

function gateway(fake: FakeDiscord): Answer {
  const limit = { total: 1000, remaining: 999, reset_after: 86_400_000, max_concurrency: fake.loginsAtOnce }
  return ok({ url: fake.gatewayUrl, shards: fake.shards, session_start_limit: limit })
}

function interaction(fake: FakeDiscord, call: Call): Answer {
  const [, id = '', token = '', action] = call.path
  if (call.method !== 'POST' || action !== 'callback') return unknownRoute(fake, call)
  const body = fake.interactions.callback(id, token, (call.body ?? {}) as SentCallback, call.files)
  return call.query.get('with_response') === 'true' ? ok(body) : nothing()
}

function webhook(fake: FakeDiscord, call: Call): Answer {
  const [, application, token = '', , messageId = ''] = call.path
  if (application !== fake.applicationId) throw new ApiError(404, 10015, 'Unknown Webhook')
  const sent = (call.body ?? {}) as SentMessage
  const headers = fake.rateLimits.take('webhook', token)
  if (call.path.length === 3 && call.method === 'POST')
    return ok(fake.interactions.followUp(token, sent, call.files).raw, headers)
  if (call.path.length !== 5) return unknownRoute(fake, call)
  if (call.method === 'PATCH')
    return ok(fake.interactions.edit(token, messageId, sent, call.files).raw, headers)
  if (call.method === 'GET') return ok(fake.interactions.find(token, messageId).raw, headers)
  if (call.method !== 'DELETE') return unknownRoute(fake, call)
  fake.interactions.find(token, messageId).delete()
  return nothing(headers)
}

function channel(fake: FakeDiscord, call: Call): Answer {
  const found = fake.channels.get(call.path[1] ?? '')
  if (!found) throw unknownChannel()
  const [, , part, messageId] = call.path
  if (part === undefined && call.method === 'GET') {
    found.mustBeVisible()
    return ok(found.api)
  }
  if (part === 'typing' && call.method === 'POST') return nothing()
  if (part !== 'messages') return unknownRoute(fake, call)
  return messageId === undefined ? messages(fake, call, found) : message(fake, call, found, messageId)
}

function messages(fake: FakeDiscord, call: Call, found: FakeChannel): Answer {
  if (call.method === 'GET') {
    found.mustBeVisible()
    const limit = Number(call.query.get('limit') ?? 50)
    return ok(found.publicMessages.reverse().slice(0, limit).map(withoutText(fake)))
  }
  if (call.method !== 'POST') return unknownRoute(fake, call)
  const headers = fake.rateLimits.take('create', found.id)
  const sent = (call.body ?? {}) as SentMessage
  found.mustTakeFiles(call.files.length)
  const attachments = checkNew(fake, 'message', sent, call.files)
  const made = found.post(sent, attachments)
  return ok(sent.nonce === undefined ? made.raw : { ...made.raw, nonce: sent.nonce }, headers)
}

/** Removes privileged message content: without the intent a bot reads only its own. */
function withoutText(fake: FakeDiscord) {
  return ({ author, raw }: { author: { id: string }; raw: Record<string, unknown> }) =>
    author.id === fake.botUserId ? raw : { ...raw, content: '', embeds: [], components: [] }
}

function message(fake: FakeDiscord, call: Call, found: FakeChannel, id: string): Answer {
  if (call.method === 'GET') {
    found.mustBeVisible()
    return ok(withoutText(fake)(found.found(id)))
  }
  if (call.method === 'PATCH') {
    const headers = fake.rateLimits.take('edit', found.id)
    const edited = found.editable(id)
    checkedEdit(fake, 'message edit', edited, (call.body ?? {}) as SentMessage, call.files)
    return ok(edited.raw, headers)
  }
  if (call.method !== 'DELETE') return unknownRoute(fake, call)
  const headers = fake.rateLimits.take('delete', found.id)
  found.mustBeVisible()
  found.found(id).delete()
  return nothing(headers)
}

function application(fake: FakeDiscord, call: Call): Answer {
  const [, id, part, guildId, last] = call.path
  if (id === '@me' && part === undefined) return ok(fake.applicationApi)
  if (id !== fake.applicationId) throw new ApiError(404, 10002, 'Unknown Application')
  const all = call.method === 'PUT' || call.query.get('with_localizations') === 'true'
  if (part === 'commands' && guildId === undefined) {
    if (call.method === 'PUT') {
      fake.commandPuts += 1
      fake.commands = registeredCommands(fake, call.body, fake.commands)
      fake.changed()
    } else if (call.method !== 'GET') return unknownRoute(fake, call)
    return ok(shownCommands(fake.commands, all))
  }
  if (part !== 'guilds' || last !== 'commands' || call.path.length !== 5) return unknownRoute(fake, call)
  const found = guildWithBot(fake, guildId)
  if (call.method === 'PUT') {
    fake.commandPuts += 1
    found.commands = registeredCommands(fake, call.body, found.commands, found)
    fake.changed()
  } else if (call.method !== 'GET') return unknownRoute(fake, call)
  return ok(shownCommands(found.commands, all))
}

function guildWithBot(fake: FakeDiscord, id: string | undefined): FakeGuild {
  const found = fake.guilds.find((guild) => guild.id === id)
  if (!found?.hasBot) throw new ApiError(404, 10004, 'Unknown Guild')
  return found
}

function guild(fake: FakeDiscord, call: Call): Answer {
  const [, id, part, userId] = call.path
  const found = guildWithBot(fake, id)
  if (call.method !== 'GET') return unknownRoute(fake, call)
  if (part === undefined) return ok(found.api)
  if (part === 'roles') return ok(found.roles.map((role) => role.api))
  if (part === 'channels') return ok(found.channels.filter((each) => !each.parent).map((each) => each.api))
  if (part !== 'members') return unknownRoute(fake, call)
  const limit = Number(call.query.get('limit') ?? 1)
  if (userId === undefined) {
    // Listing members needs the privileged intent, which this bot must do without.
    fake.violations.push('GET members of a guild: needs the privileged members intent')
    throw new ApiError(403, 50001, 'Missing Access')
  }
  if (userId === 'search') {
    const wanted = (call.query.get('query') ?? '').toLowerCase()
    const matching = found.members.filter((member) =>
      [member.name, found.memberships.get(member)?.nick ?? ''].some((name) =>
        name.toLowerCase().startsWith(wanted),
      ),
    )
    return ok(matching.slice(0, limit).map((member) => found.memberApi(member)))
  }
  const member = fake.users.get(userId)
  if (!member) throw new ApiError(404, 10013, 'Unknown User')
  const api = found.memberApi(member)
  if (!api) throw new ApiError(404, 10007, 'Unknown Member')
  return ok(api)
}

function user(fake: FakeDiscord, call: Call): Answer {
  const [, id = '', part] = call.path
  if (id === '@me' && part === 'channels' && call.method === 'POST') {
    const { recipient_id: recipient = '' } = (call.body ?? {}) as { recipient_id?: string }
    const found = fake.users.get(recipient)
    if (!found || found.bot) throw new ApiError(400, 50033, 'Invalid Recipient(s)')
    return ok(found.privateChannel.api)
  }
  if (part !== undefined || call.method !== 'GET') return unknownRoute(fake, call)
  if (id === '@me') return ok({ ...fake.bot.api, verified: true, mfa_enabled: true, flags: 0 })
  const found = fake.users.get(id)
  if (!found) throw new ApiError(404, 10013, 'Unknown User')
  return ok(found.api)
}
