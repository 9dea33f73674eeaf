import type { Claim, EnvelopeView, RevealedCondition } from '../../../app/envelopes/view-envelope.js'
import type {
  Condition,
  ConditionFault,
  ConditionKind,
  ConditionRefusal,
  ConditionView,
} from '../../../core/conditions/terms.js'
import type { Language } from '../../../i18n/language.js'
import type { Block } from '../../framework/replies/reply.js'
import { code } from '../../framework/replies/rich-text.js'
import { isPublic, type Raws, type Request } from '../../framework/request.js'
import type { Tongue } from '../../framework/words.js'
import type { ConditionInChat } from './condition-in-chat.js'
import { conditionsWords } from './conditions-words.js'
import { KINDS_IN_CHAT } from './kinds-in-chat.js'

/** Values of all arguments of a red packet; each kind picks its own. */
type Given = Readonly<Record<string, unknown>>
type InChat = ConditionInChat<Condition, ConditionView, ConditionFault, ConditionRefusal, Given>

const KINDS = Object.values(KINDS_IN_CHAT) as unknown as readonly InChat[]
const inChat = (kind: ConditionKind) => KINDS_IN_CHAT[kind] as unknown as InChat

/** Arguments that ask for conditions, and their words. Only the kinds know their names and types. */
export const conditionArguments: object = Object.assign({}, ...KINDS.map((kind) => kind.arguments))
export const conditionArgumentWords = (tongue: Tongue): object =>
  Object.assign({}, ...KINDS.map((kind) => kind.words[tongue]))
export const conditionFields = KINDS.flatMap((kind) => kind.inForm) as never[]

/** Returns the conditions that the arguments ask for. */
export function conditionsIn(given: object): Condition[] {
  return KINDS.flatMap((kind) => kind.from(given as Given) ?? [])
}

/** Returns the arguments that ask for the same conditions once more; undefined when there are none for one of them. */
export function argumentsOf(conditions: readonly Condition[]): Raws | undefined {
  const raws = conditions.map((condition) => inChat(condition.kind).raws(condition))
  return raws.includes(undefined) ? undefined : Object.assign({}, ...raws)
}

/** Returns why the arguments must not be used as they were given. */
export function unsafeConditions(given: object, request: Request): string | undefined {
  for (const kind of KINDS) {
    const why = kind.unsafe?.(given as Given, isPublic(request), request.language)
    if (why !== undefined) return why
  }
  return undefined
}

/** Returns why conditions can't be those of a series: the end of the first shows what opens the others. */
export function unsafeInSeries(conditions: readonly Condition[], language: Language): string | undefined {
  const opens = conditions.some((one) => inChat(one.kind).endShowsAnswer?.(one))
  return opens ? conditionsWords[language].faults.knownAfterFirst : undefined
}

/** Returns why an envelope can't be sent with its conditions. */
export function conditionFault(fault: ConditionFault, language: Language): string {
  const { faults } = conditionsWords[language]
  if (fault.kind === 'repeated_condition') return faults.repeated
  if (fault.kind === 'several_questions') return faults.severalQuestions
  const says: Readonly<Record<string, (fault: never, language: Language) => string>> = Object.assign(
    {},
    ...KINDS.map((kind) => kind.faults),
  )
  return says[fault.kind]?.(fault as never, language) ?? ''
}

/** Returns lines that say how the conditions work. */
export function conditionLines({ conditions = [], state }: EnvelopeView, language: Language): string[] {
  return conditions.flatMap((view) => inChat(view.kind).onCard(view, state === 'open', language))
}

/** Returns the labels of the answers to choose from; none where a button grabs. */
export function choiceLabels({ conditions = [], state }: EnvelopeView): readonly string[] {
  if (state !== 'open') return []
  return conditions.flatMap((view) => inChat(view.kind).question?.choices?.(view) ?? [])
}

/** Asks for the answer to a condition. */
export function askFor(view: ConditionView, language: Language): string {
  return inChat(view.kind).question?.ask(view, language) ?? ''
}

/** Says how to answer by a reply to the card; undefined when others must not read the answer. */
export function askForReply(view: ConditionView, language: Language): string | undefined {
  return inChat(view.kind).question?.askReply(view, language)
}

export function wrongAnswer(kind: ConditionKind, left: number, language: Language): string {
  return inChat(kind).question?.wrong(left, language) ?? ''
}

export function notMet(refusal: ConditionRefusal, language: Language): string {
  return inChat(refusal.condition).refused(refusal, language)
}

/** Returns a line about a share with what its owner answered. */
export function withSaid(line: string, { said }: Pick<Claim, 'said'>, language: Language): string {
  return said === undefined ? line : `${line}  ${conditionsWords[language].said({ said })}`
}

/** Shows the conditions after the end, and how to repeat the digests that stand for them in the commitment. */
export function revealedBlocks(revealed: readonly RevealedCondition[], language: Language): Block[] {
  return revealed.flatMap(({ condition, sealed }): Block[] => {
    const lines = inChat(condition.kind).onCard(condition, false, language)
    const blocks: Block[] = lines.length === 0 ? [] : [{ kind: 'list', lines }]
    if (sealed === undefined) return blocks
    const { sealed: words } = conditionsWords[language]
    return [...blocks, { kind: 'text', text: [words, '\n', code(digestLine(sealed))] }]
  })
}

/** Returns a shell line that prints the SHA-256 of a text. Characters with a meaning for shells or chats are escaped. */
export function digestLine(text: string): string {
  const escaped = text.replace(/['`\\]/g, (sign) => `\\0${sign.charCodeAt(0).toString(8).padStart(3, '0')}`)
  return `printf %${escaped === text ? 's' : 'b'} '${escaped}' | sha256sum | cut -c1-64`
}
