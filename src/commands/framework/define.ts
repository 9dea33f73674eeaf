import type { App } from '../../app/app.js'
import type { CommunityInfo } from '../../app/community/enter-chat.js'
import type { Currency } from '../../core/money.js'
import type { Person } from '../../core/person.js'
import type { Place } from '../../core/place.js'
import type { Language } from '../../i18n/language.js'
import type { MadeCover } from '../../pictures/drawing.js'
import type { Argument, Arguments, ButtonValuesOf, ValuesOf } from './arguments/arguments.js'
import type { Cases, CommonRefusal, Outcome } from './outcome.js'
import type { Action, Audience, FormCost, Said } from './replies/reply.js'
import type { Raws, Request } from './request.js'
import type { CommandWords, Words } from './words.js'

/** Everything a command works with after its arguments are read. */
export interface Context<Args, Say> {
  readonly app: App
  readonly request: Request
  readonly args: ValuesOf<Args>
  readonly language: Language
  readonly say: Say
  /** The asker and the chat. A command for `anywhere` may have no place and asks `request.place`. */
  readonly here: { readonly place: Place; readonly by: Person }
  readonly key: string
  /** Freshly checked for commands whose `rights` aren't `anyone`; false for all others. */
  readonly platformAdmin: boolean
  /** All commands, for /help. */
  readonly entries: readonly Entry[]
  readonly money: (amount: number, currency: Currency) => string
  /** Words and amounts in the language of the chat's cards, for text that the whole chat may read. */
  readonly inChat: () => Promise<{
    readonly say: Say
    readonly money: (amount: number, currency: Currency) => string
  }>
  /** Turns an outcome into a reply: every kind that isn't a common refusal needs a case, or it doesn't compile. */
  readonly answer: <O extends Outcome>(outcome: O, cases: Cases<Exclude<O, CommonRefusal>>) => Said
  /** Makes a cover from a file that someone sent; undefined when nothing can be drawn now. */
  readonly makeCover: (file: Uint8Array) => Promise<MadeCover | undefined>
  /** Currency and rules of the chat. */
  readonly community: () => Promise<CommunityInfo>
  /** A button that repeats this command, only for the asker. */
  readonly again: (args: ButtonValuesOf<Args>, button: ButtonOptions) => Action
  /** Two buttons below a preview, only for the asker: one repeats this command, the other changes nothing. */
  readonly confirmation: (
    args: ButtonValuesOf<Args>,
    style: 'primary' | 'danger',
  ) => readonly (readonly Action[])[]
  /**
   * Two buttons below a preview, only for the asker: one gives the command once more as it was given, with these values
   * besides, for a command with texts or amounts that no button can carry.
   */
  readonly confirmAsGiven: (besides: Raws, style: 'primary' | 'danger') => readonly (readonly Action[])[]
  /**
   * Data for two buttons of a private reply: one asks for these arguments, the other runs the command with these values.
   * Both take effect in this chat, wherever they are tapped. `prompt` stands above the first argument.
   */
  readonly hold: (
    names: readonly (keyof Args & string)[],
    raws: Raws,
    prompt: string,
  ) => { readonly asks: string; readonly gives: string }
  /** Opens the form of another command with these values, to take effect at a place. */
  readonly open: (command: string, raws: Raws, place: Place) => Promise<Said>
  /** Asks for arguments before anything is done; known ones stay. `prompt` precedes them, for example as a question. */
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
  /** Values that the form opens with; never an amount, which a person in a hurry could send without choosing it. */
  readonly starts?: Raws
  readonly cost?: FormCost
}

interface Options<Args> {
  /** Rights on the platform that it needs. Menus respect them; the use case enforces them. */
  readonly rights?: Rights
  /** Default: only in a chat. */
  readonly where?: 'chat' | 'anywhere'
  /**
   * Effect: moves money, or changes something else; absent when it only looks something up. A command that moves money
   * is refused when it arrives too late for its answer to be seen, because people have already repeated it.
   */
  readonly does?: 'moves money' | 'changes something'
  /** Ends in a card in the chat, so it is refused where the bot can't post one. */
  readonly posts?: true
  /** Offered in the context menu of a member, who becomes the value of this argument. */
  readonly onMember?: keyof Args & string
  /** Offered in the context menu of a message, whose author becomes the value of this argument. */
  readonly onMessage?: keyof Args & string
  /** Readers of its replies unless a reply says otherwise. Default: anyone. */
  readonly to?: Audience
  /** Two taps on one message are one request. */
  readonly oncePerMessage?: true
  /** Ignores extra words after the arguments of a typed line. Only where none of them could change the effect. */
  readonly ignoresMoreWords?: true
  /** The form that opens when the command is given without arguments. */
  readonly form?: FormDefinition<keyof Args & string>
  /** Answers with the form of another command. */
  readonly opensForm?: true
  /** Reachable through buttons only. */
  readonly hidden?: true
  /** Runs too often to look whether the asker is new: newcomers get the starting sum by another command. */
  readonly skipsWelcome?: true
  /** Can be typed, but isn't offered in menus and help. */
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
  /** Id in code, keys and buttons; commands of a group have the group's name and a dot in front. */
  readonly name: Name
  readonly words: Words<Args, Say>
  readonly arguments: Args
  run(context: Context<Args, Say>): Promise<Said>
}

/** Defines a command. Everything that platforms offer, parse, show and compare comes from this definition. */
export function defineCommand<const Name extends string, const Args extends Arguments, Say>(
  definition: Definition<Name, Args, Say>,
): Definition<Name, Args, Say> {
  return definition
}

/**
 * A word in front of several commands, such as /settings. Alone it runs the first; followed by an unknown name,
 * `otherwise`.
 */
export interface CommandGroup {
  readonly name: string
  readonly words: Readonly<Record<Language, Pick<CommandWords, 'name' | 'also' | 'about'>>>
  readonly rights?: Rights
  readonly commands: readonly [Command, ...Command[]]
  readonly otherwise: Command
}

export type Entry = Command | CommandGroup

export const isGroup = (entry: Entry): entry is CommandGroup => 'commands' in entry

/** Returns whether menus, suggestions and help offer it. */
export function isOffered(entry: Entry): boolean {
  return isGroup(entry) || !(entry.hidden || entry.unlisted)
}

/** Returns all commands of the entries, with groups flattened. */
export function commandsOf(entries: readonly Entry[]): Command[] {
  return entries.flatMap((entry): readonly Command[] => (isGroup(entry) ? entry.commands : [entry]))
}
