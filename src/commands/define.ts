import type { App } from '../app/app.js'
import type { CommunityInfo } from '../app/community/enter-chat.js'
import type { Currency } from '../core/money.js'
import type { Person } from '../core/person.js'
import type { Place } from '../core/place.js'
import type { Language } from '../i18n/catalogue.js'
import type { Argument, Arguments, ButtonValuesOf, ValuesOf } from './arguments.js'
import type { Cases, CommonRefusal, Outcome } from './outcome.js'
import type { Action, Audience, FormCost, Said } from './reply.js'
import type { Raws, Request } from './request.js'
import type { CommandWords, Words } from './words.js'

/** Everything a command works with once its arguments are read. */
export interface Context<Args, Say> {
  readonly app: App
  readonly request: Request
  readonly args: ValuesOf<Args>
  readonly language: Language
  readonly say: Say
  /** The asker and the chat. A command for `anywhere` may have no place and asks `request.place`. */
  readonly here: { readonly place: Place; readonly by: Person }
  readonly key: string
  /** Asked afresh for commands whose `rights` are not `anyone`; false for all others. */
  readonly platformAdmin: boolean
  /** All commands, for /help. */
  readonly entries: readonly Entry[]
  readonly money: (amount: number, currency: Currency) => string
  /** The words and amounts in the language of the chat's cards, for what the whole chat may read. */
  readonly inChat: () => Promise<{
    readonly say: Say
    readonly money: (amount: number, currency: Currency) => string
  }>
  /** Turns an outcome into a reply: a case for every kind that is not a common refusal, or it does not compile. */
  readonly answer: <O extends Outcome>(outcome: O, cases: Cases<Exclude<O, CommonRefusal>>) => Said
  /** Currency and rules of the chat. */
  readonly community: () => Promise<CommunityInfo>
  /** A button that gives this command again, only for the asker. */
  readonly again: (args: ButtonValuesOf<Args>, button: ButtonOptions) => Action
  /** Two buttons below a preview, only for the asker: one gives this command again, the other leaves everything as it is. */
  readonly confirmation: (
    args: ButtonValuesOf<Args>,
    style: 'primary' | 'danger',
  ) => readonly (readonly Action[])[]
  /**
   * Two buttons below a preview, only for the asker: one gives the command once more as it was given, with these values
   * besides, for a command with texts or amounts that no button can carry.
   */
  readonly confirmAsGiven: (besides: Raws, style: 'primary' | 'danger') => readonly (readonly Action[])[]
  /** Asks for arguments before anything is done; known ones stay. `prompt` stands before them, such as a question. */
  readonly ask: (names: readonly (keyof Args & string)[], prompt?: string) => Said
}

export interface ButtonOptions {
  readonly label: string
  readonly style?: Action['style']
}

export type Rights = 'anyone' | 'treasurer' | 'admin'

/** Fields of a form: one argument each, or several positional ones in one line where a platform has few fields. */
export type FormLayout<Name extends string = string> = readonly (Name | readonly Name[])[]

export interface FormDefinition<Name extends string = string> {
  readonly fields: FormLayout<Name>
  /** Values that the form opens with. */
  readonly starts?: Raws
  readonly cost?: FormCost
}

interface Options<Args> {
  /** Rights on the platform that it needs. Menus follow it; the use case decides. */
  readonly rights?: Rights
  /** Default: only in a chat. */
  readonly where?: 'chat' | 'anywhere'
  /**
   * What it does: moves money, or changes something else; only looks something up when not given. One that moves money is
   * refused when it arrives too late for its answer to be seen: people have asked again by then.
   */
  readonly does?: 'moves money' | 'changes something'
  /** Ends in a card in the chat, so it is refused where none can be posted. */
  readonly posts?: true
  /** Offered in the menu of a member, who becomes the value of this argument. */
  readonly onMember?: keyof Args & string
  /** Readers of its replies unless they say otherwise. Default: anyone. */
  readonly to?: Audience
  /** Two taps on one message are one request. */
  readonly oncePerMessage?: true
  /** Passes over words behind the arguments of a typed line. Only where none of them could change what is done. */
  readonly ignoresMoreWords?: true
  /** Given without any argument, the command opens this form. */
  readonly form?: FormDefinition<keyof Args & string>
  /** Behind buttons only. */
  readonly hidden?: true
  /** Typed, but not offered in menus and help. */
  readonly unlisted?: true
}

/** A command as the pipeline and the adapters see it. */
export interface Command extends Options<Record<string, Argument>> {
  readonly name: string
  readonly words: Words<Arguments, unknown>
  readonly arguments: Arguments
  run(context: never): Promise<Said>
}

export interface Definition<Name extends string, Args extends Arguments, Say> extends Options<Args> {
  /** The id in code, keys and buttons; in a group after the group's name and a dot. */
  readonly name: Name
  readonly words: Words<Args, Say>
  readonly arguments: Args
  run(context: Context<Args, Say>): Promise<Said>
}

/** Defines a command. Everything that platforms offer, read, show and compare of it comes from here. */
export function defineCommand<const Name extends string, const Args extends Arguments, Say>(
  definition: Definition<Name, Args, Say>,
): Definition<Name, Args, Say> {
  return definition
}

/** A word before several commands, such as /settings. Alone it gives the first; followed by no name it gives `otherwise`. */
export interface CommandGroup {
  readonly name: string
  readonly words: Readonly<Record<Language, Pick<CommandWords, 'name' | 'also' | 'about'>>>
  readonly rights?: Rights
  readonly commands: readonly [Command, ...Command[]]
  readonly otherwise: Command
}

export type Entry = Command | CommandGroup

export const isGroup = (entry: Entry): entry is CommandGroup => 'commands' in entry

/** Whether menus, suggestions and help offer it at all. */
export function isOffered(entry: Entry): boolean {
  return isGroup(entry) || !(entry.hidden || entry.unlisted)
}

/** All commands of the entries, those of groups one by one. */
export function commandsOf(entries: readonly Entry[]): Command[] {
  return entries.flatMap((entry): readonly Command[] => (isGroup(entry) ? entry.commands : [entry]))
}
