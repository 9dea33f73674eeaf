import { onTestFinished } from 'vitest'
import { commandsOf, type Entry } from '../../src/commands/framework/define.js'
import { Forms } from '../../src/commands/framework/forms/forms.js'
import { createPipeline, type Pipeline, type PipelineOptions } from '../../src/commands/framework/pipeline.js'
import type { Limiter } from '../../src/commands/framework/rate-limit.js'
import type { Block, Reply } from '../../src/commands/framework/replies/reply.js'
import { render, type Text } from '../../src/commands/framework/replies/rich-text.js'
import type { Mention, Raws, Request, Traits, Wish } from '../../src/commands/framework/request.js'
import { ENTRIES } from '../../src/commands/registry.js'
import type { Community } from '../../src/core/community.js'
import { money } from '../../src/i18n/format.js'
import { person, World, type WorldOptions } from './world.js'

const TRAITS: Traits = { name: 'test', freePrivateReplies: true }
const MEMBERS = ['Lan', 'Wei', 'Admin', '小兰']
const OPEN: Limiter = { tryAcquire: () => true, shouldNotify: () => true }

/** Renders a text as one string: verbatim parts in backticks, moments as UTC. */
export function plain(text: Text): string {
  const same = (part: string) => part
  const code = (part: string) => `\`${part}\``
  const at = (at: number) => new Date(at).toISOString().slice(0, 16)
  const named = ({ name }: { readonly name: string }) => name
  return render(text, { plain: same, strong: same, code, at, quote: same, mention: named, role: named })
}

export function textOf({ blocks }: Pick<Reply, 'blocks'>): string {
  const linesOf = (block: Block) => (block.kind === 'list' ? block.lines : [block.text])
  return blocks.flatMap(linesOf).map(plain).join('\n')
}

/** A chat in which every request goes through the pipeline, on a real store, without a platform. */
export class CommandChat {
  last: Reply | undefined
  private ids = 0

  private constructor(
    readonly world: World,
    readonly community: Community,
    readonly entries: readonly Entry[],
    readonly pipeline: Pipeline,
    readonly forms: Forms,
    /** Errors that reached the boundary. */
    readonly errors: object[],
  ) {}

  static async open({
    entries = ENTRIES,
    limiter = OPEN,
    forms = new Forms(),
    makeCover,
    ...options
  }: WorldOptions & {
    entries?: readonly Entry[]
    limiter?: Limiter
    forms?: Forms
    makeCover?: PipelineOptions['makeCover']
  } = {}): Promise<CommandChat> {
    const world = await World.open(options)
    onTestFinished(() => world.close())
    const { community } = await world.app.enterChat({
      ...{ place: world.place, within: world.place, name: 'The lobby' },
    })
    await world.fund(12_345, 'Lan')
    const errors: object[] = []
    const log = { error: (details: object) => void errors.push(details) }
    const pipeline = createPipeline({
      ...{ app: world.app, entries, forms, limiter, log },
      ...(makeCover && { makeCover }),
    })
    return new CommandChat(world, community, entries, pipeline, forms, errors)
  }

  request(name: string, wish: Wish, more: Partial<Request> = {}): Request {
    const { world } = this
    return {
      ...{ traits: TRAITS, wish, by: person(name), place: world.place, language: 'en' },
      ...{ id: `r${++this.ids}`, askedAt: world.clock.now(), patienceMs: 3_000 },
      administers: async () => name === 'Admin',
      roles: () => [],
      resolve: async (named): Promise<Mention> =>
        MEMBERS.includes(named)
          ? { kind: 'person', person: person(named) }
          : { kind: 'unknown', name: named, known: MEMBERS },
      ...more,
    }
  }

  async handle(request: Request): Promise<Reply> {
    this.last = await this.pipeline.handle(request)
    if (!this.last) throw new Error('nothing was said')
    await this.refuseLeaks(request.by.name)
    return this.last
  }

  line = (name: string, text: string, more: Partial<Request> = {}) =>
    this.handle(this.request(name, { kind: 'line', text }, more))
  command = (name: string, command: string, raws: Raws, more: Partial<Request> = {}) =>
    this.handle(this.request(name, { kind: 'command', command, raws }, more))
  tap = (name: string, data: string, more: Partial<Request> = {}) =>
    this.handle(this.request(name, { kind: 'action', data }, more))
  submit = (name: string, id: string, raws: Raws, more: Partial<Request> = {}) =>
    this.handle(this.request(name, { kind: 'form', id, step: { kind: 'submit', raws } }, more))

  /** Returns the data of the button with this label below the last reply. */
  button(label: string): string {
    const found = this.last?.actions?.flat().find((action) => action.label === label)
    if (!found) throw new Error(`no button ${label}: ${JSON.stringify(this.last?.actions)}`)
    return found.data
  }

  balance = (name: string) => this.world.balance(name)

  find(name: string) {
    const found = commandsOf(this.entries).find((command) => command.name === name)
    if (!found) throw new Error(`no command ${name}`)
    return found
  }

  /** Throws when others may read the asker's balance anywhere. */
  private async refuseLeaks(name: string): Promise<void> {
    const { last, world } = this
    if (!last || !MEMBERS.includes(name)) return
    const balance = await world.balance(name)
    const open = [last.to === 'asker' ? '' : textOf(last), last.aloud === undefined ? '' : plain(last.aloud)]
    if (balance < 1_000) return
    for (const language of ['en', 'zh'] as const)
      if (open.join('\n').includes(money(balance, this.community.currency, language)))
        throw new Error(`${name}’s balance is said in public: ${open.join('\n')}`)
  }
}

/** Describes a reply in words: its readers, tone, content and buttons. */
export function written(reply: Reply): string {
  const { to, tone, outcome, aloud, actions = [], form } = reply
  return [
    `${tone} ${outcome} to ${to}`,
    ...(form ? [] : [textOf(reply)]),
    ...(form ? [`form: ${form.fields.map(({ name, value = '' }) => `${name}=${value}`).join(' ')}`] : []),
    ...(aloud === undefined ? [] : [`aloud: ${plain(aloud)}`]),
    ...actions.map((row) => row.map(({ label }) => `[${label}]`).join(' ')),
  ]
    .join('\n')
    .replaceAll('\u00a0', ' ')
}
