import type { ChosenRole } from '../../../app/envelopes/send-envelope.js'
import type { Telling } from '../../../core/conditions/platform-facts.js'
import type { EnvelopeRules } from '../../../core/envelope.js'
import type { Theme } from '../../../core/festivals.js'
import type { Amount } from '../../../core/money.js'
import type { Person } from '../../../core/person.js'
import type { SentFile } from '../request.js'

interface Base {
  /** Typed without a keyword even though it is optional. Required arguments always are. */
  readonly positional?: true
  /** Given by buttons only: never typed, offered or asked for. */
  readonly hidden?: true
  /** Typed, but not shown in usages and forms: a button says it. */
  readonly unlisted?: true
  /** Only for platforms with command options, never typed: in a line it could take another argument's value. */
  readonly optionOnly?: true
  /** Only for platforms that tell this; elsewhere it is neither offered nor read. */
  readonly needs?: Telling
  /** Few people use it: usages and forms show it only to those who ask for more. */
  readonly further?: true
  /** Optional when this other argument is given. */
  readonly or?: string
  /** Typed only behind this other argument: alone it would be too common a word. */
  readonly behind?: string
}
export interface TextArgument extends Base {
  readonly kind: 'text'
  /** Characters, shown in forms; the use case enforces the limit. */
  readonly max: number
  /** Takes the rest of a typed line. */
  readonly rest?: true
  /**
   * What it takes from the beginning of what is left of a typed line, in UTF-16 units, keyword and all; undefined when its
   * value does not stand there.
   */
  readonly takes?: (line: string) => { readonly length: number; readonly value: string } | undefined
  /** The sign with which `takes` ends, so that other words may follow. */
  readonly ends?: string
  /** Suggests these to people who type it. */
  readonly suggests?: 'commands'
  /** Never shown in a form that others can see, and only taken where no one reads along. */
  readonly secret?: true
}
export interface CodeArgument extends Base {
  readonly kind: 'code'
}
export interface AmountArgument extends Base {
  readonly kind: 'amount'
  readonly suggest?: readonly string[]
  /** Offered in front of the others on the day of a festival. */
  readonly suggestOn?: (today: Theme) => readonly string[]
  /** Reads 0 as null: no limit. */
  readonly orNone?: true
}
export interface WholeArgument extends Base {
  readonly kind: 'whole'
  /** Shown in forms; the use case enforces the limit. */
  readonly max: number
  readonly suggest?: readonly number[]
  /** Defaults to the number of people chosen by a reply, a menu or a form, when no number is given. */
  readonly eachChosen?: true
}
export interface ChoiceArgument<Value extends string = string> extends Base {
  readonly kind: 'choice'
  readonly values: readonly Value[]
  /** Typed between the positional ones, as in “2 each 5”; after them it is part of the rest. */
  readonly ahead?: NoInfer<Value>
  /** Value that may be combined with `ahead`, because that is a variant of it. */
  readonly implies?: NoInfer<Value>
  /** Durations that are typed behind a value without their keyword, as in “draw 60s”. */
  readonly takes?: Readonly<Partial<Record<NoInfer<Value>, string>>>
}
export interface FlagArgument extends Base {
  readonly kind: 'flag'
  /** Its keyword alone means yes; no value follows in a line. */
  readonly bare?: true
}
export interface DurationArgument extends Base {
  readonly kind: 'duration'
  /** Suggested times, shortest first, in milliseconds; any readable time is accepted. */
  readonly suggest?: (rules: EnvelopeRules) => readonly number[]
  /** Reads `off` and the like as 0. */
  readonly orNone?: true
  /** Without a value, a form opens with the community's default. */
  readonly unset?: true
  /** A form asks for it in words: few people use it, and its suggestions would crowd the form. */
  readonly inWords?: true
}
export interface MemberArgument extends Base {
  readonly kind: 'member'
}
export interface PeopleArgument extends Base {
  readonly kind: 'people'
  readonly max: number
}
/** Everyone with a role. Offered on platforms with roles, and never typed. */
export interface RoleArgument extends Base {
  readonly kind: 'role'
}
export interface EnvelopeArgument extends Base {
  readonly kind: 'envelope'
}
/** A picture as it was sent, not checked yet. Never typed: it comes with a line. */
export interface PictureArgument extends Base {
  readonly kind: 'picture'
}

export type Argument =
  | TextArgument
  | CodeArgument
  | AmountArgument
  | WholeArgument
  | ChoiceArgument
  | FlagArgument
  | DurationArgument
  | MemberArgument
  | PeopleArgument
  | RoleArgument
  | EnvelopeArgument
  | PictureArgument

export type Optional<A> = A & { readonly optional: true }
export type Arguments = Readonly<Record<string, Argument & { readonly optional?: true }>>

export interface People {
  readonly people: readonly Person[]
  readonly roles: readonly ChosenRole[]
}

export type ValueOf<A> =
  A extends ChoiceArgument<infer Value>
    ? Value
    : A extends { kind: 'text' | 'code' | 'envelope' }
      ? string
      : A extends { kind: 'amount'; orNone: true }
        ? Amount | null
        : A extends { kind: 'amount' }
          ? Amount
          : A extends { kind: 'whole' | 'duration' }
            ? number
            : A extends { kind: 'flag' }
              ? boolean
              : A extends { kind: 'member' }
                ? Person
                : A extends { kind: 'people' }
                  ? People
                  : A extends { kind: 'role' }
                    ? ChosenRole
                    : A extends { kind: 'picture' }
                      ? SentFile
                      : never

type OptionalNames<Args> = {
  [K in keyof Args]: Args[K] extends { optional: true } | { or: string } ? K : never
}[keyof Args]

/** The values of arguments after reading. */
export type ValuesOf<Args> = {
  readonly [K in Exclude<keyof Args, OptionalNames<Args>>]: ValueOf<Args[K]>
} & {
  readonly [K in OptionalNames<Args>]?: ValueOf<Args[K]>
}

/** Values that a button can carry: short, and within the alphabet of buttons and deep links. */
export type ButtonValuesOf<Args> = {
  readonly [K in keyof Args as Args[K] extends {
    kind: 'code' | 'whole' | 'choice' | 'flag' | 'duration' | 'envelope'
  }
    ? K
    : never]?: ValueOf<Args[K]>
}

export const text = <const O extends Omit<TextArgument, 'kind'>>(options: O) =>
  ({ kind: 'text', ...options }) as const
export const code = <const O extends Base>(options?: O) => ({ kind: 'code', ...(options as O) }) as const
export const amount = <const O extends Omit<AmountArgument, 'kind'>>(options?: O) =>
  ({ kind: 'amount', ...(options as O) }) as const
export const whole = <const O extends Omit<WholeArgument, 'kind'>>(options: O) =>
  ({ kind: 'whole', ...options }) as const
export const choice = <
  const Value extends string,
  const O extends Omit<ChoiceArgument<NoInfer<Value>>, 'kind' | 'values'>,
>(
  values: readonly Value[],
  options?: O,
) => ({ kind: 'choice', values, ...(options as O) }) as ChoiceArgument<Value> & O
export const flag = <const O extends Omit<FlagArgument, 'kind'>>(options?: O) =>
  ({ kind: 'flag', ...(options as O) }) as const
export const duration = <const O extends Omit<DurationArgument, 'kind'>>(options?: O) =>
  ({ kind: 'duration', ...(options as O) }) as const
export const member = <const O extends Base>(options?: O) => ({ kind: 'member', ...(options as O) }) as const
export const role = () => ({ kind: 'role' }) as const
export const people = <const O extends Omit<PeopleArgument, 'kind'>>(options: O) =>
  ({ kind: 'people', ...options }) as const
export const envelope = <const O extends Base>(options?: O) =>
  ({ kind: 'envelope', ...(options as O) }) as const
export const picture = () => ({ kind: 'picture' }) as const
/** Marks an argument as optional. Without NoInfer, a choice written inline would lose its values. */
export const optional = <const A extends Argument>(
  argument: A,
): NoInfer<A> & { readonly optional: true } => ({
  ...argument,
  optional: true,
})
/** Marks an argument as optional, and as one that usages and forms show only to those who ask for more. */
export const further = <const A extends Argument>(
  argument: A,
): NoInfer<A> & { readonly optional: true; readonly further: true } => ({
  ...argument,
  optional: true,
  further: true,
})
