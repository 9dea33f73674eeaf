import type { CommunityInfo } from '../../../app/community/enter-chat.js'
import { DEFAULT_RULES } from '../../../core/envelope.js'
import type { Theme } from '../../../core/festivals.js'
import { parseAmount } from '../../../core/money.js'
import { duration, money } from '../../../i18n/format.js'
import type { Language } from '../../../i18n/language.js'
import { commonWords } from '../../common-words.js'
import type { AmountArgument, Argument } from '../arguments/arguments.js'
import { labelsOf } from '../arguments/choices.js'
import { readDuration, writeDuration } from '../arguments/durations.js'
import type { Command, FormLayout } from '../define.js'
import { moreOf, typedOf } from '../lines/usage.js'
import type { FormCost, FormField, FormOption, FormView } from '../replies/reply.js'
import type { Mention, Raw, Traits } from '../request.js'
import type { ArgumentWords } from '../words.js'
import { costOf } from './form-cost.js'
import type { OpenForm } from './forms.js'

/** A community as a form shows it, with the theme of its day. */
export type FormCommunity = CommunityInfo & { readonly today?: Theme }

/** Builds the current view of a form. Without the community, the default rules stand in for its own. */
export function formView(
  command: Command,
  form: OpenForm,
  community: FormCommunity | undefined,
  language: Language,
  tells: Traits['tells'] = [],
): FormView {
  const words = command.words[language]
  const isOffered = (names: FormLayout[number]) => {
    const needs = typeof names === 'string' ? command.arguments[names]?.needs : undefined
    return needs === undefined || tells.includes(needs)
  }
  const layout: FormLayout = (form.only ?? command.form?.fields ?? []).filter(isOffered)
  const isFurther = (name: string) => !form.only && command.arguments[name]?.further === true
  const group = layout.find((names): names is readonly string[] => typeof names !== 'string')
  return {
    id: form.id,
    title: words.form?.title ?? words.about,
    command: `/${words.name}`,
    fields: layout.flat().map((name, index) => {
      const known = fieldOf(command, name, form.raws[name], community, language)
      const field = form.only ? { ...known, required: true } : known
      if (isFurther(name)) return { ...field, further: true }
      return index === 0 && form.prompt !== undefined ? { ...field, hint: form.prompt } : field
    }),
    ...(group && { joined: joinedOf(command, group, form, language) }),
    ...(command.form?.cost && !form.only && costIn(command.form.cost, form, community, language)),
    ...(community?.today && { today: community.today }),
    ...(form.only && { asksOnly: true }),
    ...(layout.flat().some(isFurther) && { more: moreOf(command, language) }),
    ...(form.more && { atMore: true }),
    submit: words.form?.submit ?? words.name,
    close: commonWords[language].close,
    ...(form.focus !== undefined && { focus: form.focus }),
  }
}

/** A form's cost, and the total where the amount field doesn't show it. */
function costIn(
  cost: FormCost,
  { raws }: OpenForm,
  community: CommunityInfo | undefined,
  language: Language,
): Pick<FormView, 'cost' | 'total'> {
  const { each } = cost
  const isForEach = each !== undefined && raws[each.choice] === each.value
  const total = community && isForEach ? costOf(cost, raws, community.currency.scale) : undefined
  return community && total !== undefined
    ? { cost, total: money(total, community.currency, language) }
    : { cost }
}

/** An amount with its currency, where it can be read. */
function shownAmount(
  raw: Raw | undefined,
  community: CommunityInfo | undefined,
  language: Language,
): Pick<FormField, 'shown'> {
  const parsed = community && typeof raw === 'string' ? parseAmount(raw, community.currency.scale) : undefined
  return community && parsed?.ok ? { shown: money(parsed.amount, community.currency, language) } : {}
}

/** Joins several arguments into one text, as it would be typed. */
function joinedOf(
  command: Command,
  names: readonly string[],
  form: OpenForm,
  language: Language,
): NonNullable<FormView['joined']> {
  const words = command.words[language].form?.joined
  const raws = names.map((name) => form.raws[name])
  const missing = raws.findIndex((raw) => typeof raw !== 'string' || raw === '')
  // Otherwise a later value would be read as the missing one.
  const value = raws.slice(0, missing < 0 ? raws.length : missing).join(' ')
  return {
    name: names.join('+'),
    kind: 'text',
    label: words?.name ?? names.join(', '),
    required: true,
    max: 48,
    of: names,
    ...(words && { hint: words.about }),
    ...(words?.placeholder !== undefined && { placeholder: words.placeholder }),
    ...(value !== '' && { value }),
  }
}

function fieldOf(
  command: Command,
  name: string,
  raw: Raw | undefined,
  community: FormCommunity | undefined,
  language: Language,
): FormField {
  const argument = command.arguments[name] as Argument & { optional?: true }
  const words = command.words[language].arguments[name] as ArgumentWords<Argument>
  const value = typeof raw === 'string' ? raw : undefined
  const [keyword] = words.typed ?? []
  const base = {
    name,
    label: words.label ?? words.about,
    required: argument.optional !== true,
    ...(words.placeholder !== undefined && { placeholder: words.placeholder }),
    ...(words.unset !== undefined && { unset: words.unset }),
    ...(keyword !== undefined && { keyword }),
  }
  const plain = (kind: FormField['kind'], options?: readonly FormOption[]): FormField => ({
    ...base,
    kind,
    ...(options && { options }),
    ...(value !== undefined && { value }),
    ...('max' in argument && { max: argument.max }),
  })
  switch (argument.kind) {
    case 'choice':
      return plain(
        'choice',
        argument.values.map((each) => ({
          value: each,
          label: labelsOf(words, each)[0] ?? each,
          typed: typedOf(words, each),
          ...(each === argument.ahead && { ahead: true }),
        })),
      )
    case 'flag':
      return { ...plain('flag', yesOrNoIn(language)), value: value ?? 'no' }
    case 'duration': {
      if (argument.inWords) return plain('text')
      const rules = community?.rules ?? DEFAULT_RULES
      const opens = argument.unset ? undefined : rules.defaultLifetime
      const chosen = value === undefined ? opens : readDuration(value)
      const offered = argument.suggest?.(rules) ?? []
      // Always includes the current choice.
      const times = [...new Set([...offered, ...(chosen === undefined ? [] : [chosen])])].sort(
        (a, b) => a - b,
      )
      const options = times.map((each) => optionOf(each, language))
      if (argument.unset && value === undefined) return plain('choice', options)
      return {
        ...plain('choice', options),
        value: chosen === undefined ? (value ?? '') : writeDuration(chosen),
      }
    }
    case 'member':
      return { ...plain('member'), ...peopleOf(raw) }
    case 'people': {
      const { everyone } = commonWords[language]
      return { ...plain('people', [{ value: '', label: everyone, typed: everyone }]), ...peopleOf(raw) }
    }
    case 'amount':
      return {
        ...plain('amount', argument.suggest && offeredAmounts(argument, community).map(sameOption)),
        ...shownAmount(raw, community, language),
      }
    case 'whole':
      return plain('whole', argument.suggest?.map(sameOption))
    case 'text':
      return {
        ...plain('text'),
        ...(argument.rest && { rest: true }),
        ...(!argument.rest && !argument.takes && { quoted: true }),
        ...(argument.ends !== undefined && { ends: argument.ends }),
        ...(argument.secret && { secret: true }),
      }
    case 'picture':
      return plain('picture')
    default:
      return plain('text')
  }
}

/** The amounts that a form offers: on a festival, those that bring luck come first. */
function offeredAmounts(
  { suggest = [], suggestOn }: AmountArgument,
  community: FormCommunity | undefined,
): readonly string[] {
  if (!community?.today || !suggestOn) return suggest
  const decimals = (each: string) => (each.split('.')[1] ?? '').length
  const lucky = suggestOn(community.today).filter((each) => decimals(each) <= community.currency.scale)
  return [...lucky, ...suggest.slice(lucky.length)]
}

/** An option whose text is the same when sent, shown and typed. */
function sameOption(each: string | number): FormOption {
  return { value: String(each), label: String(each), typed: String(each) }
}

function optionOf(millis: number, language: Language): FormOption {
  const label = duration(millis, language)
  const value = writeDuration(millis)
  // A Chinese time usually reads back as written; an English one is written with a space, and no time with two units
  // reads back.
  return { value, label, typed: readDuration(label) === millis ? label : value }
}

function yesOrNoIn(language: Language): FormOption[] {
  const [yes = '', no = ''] = commonWords[language].yesOrNo.split('|')
  return [
    { value: 'yes', label: yes, typed: yes },
    { value: 'no', label: no, typed: no },
  ]
}

function peopleOf(raw: Raw | undefined): Pick<FormField, 'value' | 'names'> {
  const given = raw === undefined || typeof raw === 'string' ? [] : raw
  const mentions = given.filter((each): each is Mention => each.kind !== 'file')
  const value = mentions.flatMap((mention) => {
    if (mention.kind === 'person') return [`user:${mention.person.user}`]
    return mention.kind === 'role' ? [`role:${mention.role.role}`] : []
  })
  const names = mentions.flatMap((mention) => {
    if (mention.kind === 'person') return [mention.person.name]
    if (mention.kind === 'role') return [mention.role.name]
    return 'name' in mention ? [`@${mention.name}`] : []
  })
  return { value, names }
}
