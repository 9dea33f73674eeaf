import type { Claim, EnvelopeView, RevealedCondition } from '../../../app/envelopes/view-envelope.js'
import { writeQuiz } from '../../../core/conditions/quiz.js'
import type {
  Condition,
  ConditionFault,
  ConditionKind,
  ConditionRefusal,
  ConditionView,
} from '../../../core/conditions/terms.js'
import type { Language } from '../../../i18n/language.js'
import type { ValuesOf } from '../../framework/arguments/arguments.js'
import type { Block } from '../../framework/replies/reply.js'
import { code } from '../../framework/replies/rich-text.js'
import { isPublic, type Raws, type Request } from '../../framework/request.js'
import type { ConditionInChat } from './condition-in-chat.js'
import { conditionsWords } from './conditions-words.js'
import { gateArguments, gateFault, gateRaws, gatesIn, gatesInChat } from './gates.js'
import { passwordArguments, passwordFault, passwordIn, passwordInChat, unsafePassword } from './password.js'
import { quizArguments, quizFault, quizIn, quizInChat, unsafeQuiz } from './quiz.js'
import { wishWallArguments, wishWallIn, wishWallInChat } from './wish-wall.js'

/** Each kind has what is said about it in a file of its own. */
const IN_CHAT: {
  readonly [Kind in ConditionKind]: ConditionInChat<
    Extract<ConditionView, { kind: Kind }>,
    Extract<ConditionRefusal, { condition: Kind }>
  >
} = { password: passwordInChat, quiz: quizInChat, wish_wall: wishWallInChat, ...gatesInChat }

type InChat = ConditionInChat<ConditionView, ConditionRefusal>
const inChat = (kind: ConditionKind) => IN_CHAT[kind] as unknown as InChat

export const conditionArguments = {
  ...{ ...passwordArguments, ...quizArguments, ...wishWallArguments },
  ...gateArguments,
}

type Given = ValuesOf<typeof conditionArguments>

/** Returns the conditions that the arguments ask for. */
export function conditionsIn(given: Given): Condition[] {
  return [...passwordIn(given), ...quizIn(given), ...wishWallIn(given), ...gatesIn(given)]
}

/** Returns the arguments that ask for the same conditions once more; undefined when there are none for one of them. */
export function argumentsOf(conditions: readonly Condition[]): Raws | undefined {
  const raws: Record<string, string> = {}
  for (const condition of conditions) {
    if (condition.kind === 'wish_wall') raws.wishWall = 'yes'
    else if (condition.kind === 'password') {
      raws.password = condition.word
      if (condition.secret) raws.secret = 'yes'
    } else if (condition.kind === 'quiz') {
      const quiz = writeQuiz(condition)
      if (quiz === undefined) return undefined
      raws.quiz = quiz
    } else Object.assign(raws, gateRaws(condition))
  }
  return raws
}

/** Returns why the arguments must not be used as they were given. */
export function unsafeConditions(given: Given, request: Request): string | undefined {
  const { language } = request
  return unsafePassword(given, isPublic(request), language) ?? unsafeQuiz(given, isPublic(request), language)
}

/** Returns why an envelope can't be sent with its conditions. */
export function conditionFault(fault: ConditionFault, language: Language): string {
  const { faults } = conditionsWords[language]
  switch (fault.kind) {
    case 'bad_password':
      return passwordFault(fault, language)
    case 'bad_quiz':
      return quizFault(fault, language)
    case 'bad_age':
    case 'bad_turns':
      return gateFault(fault, language)
    case 'repeated_condition':
      return faults.repeated
    case 'several_questions':
      return faults.severalQuestions
    default:
      return fault satisfies never
  }
}

/** Returns lines that say how the conditions work. */
export function conditionLines({ conditions = [], state }: EnvelopeView, language: Language): string[] {
  return conditions.flatMap((view) => inChat(view.kind).onCard(view, state === 'open', language))
}

/** Returns the labels of the answers to choose from; none where a button grabs. */
export function choiceLabels({ conditions = [], state }: EnvelopeView): readonly string[] {
  if (state !== 'open') return []
  return conditions.flatMap((view) => inChat(view.kind).choices?.(view) ?? [])
}

/** Asks for the answer to a condition. */
export function askFor(view: ConditionView, language: Language): string {
  return inChat(view.kind).ask(view, language)
}

/** Says how to answer by a reply to the card; undefined when others must not read the answer. */
export function askForReply(view: ConditionView, language: Language): string | undefined {
  return inChat(view.kind).askReply(view, language)
}

export function wrongAnswer(kind: ConditionKind, left: number, language: Language): string {
  return inChat(kind).wrong(left, language)
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
  const escaped = text.replace(/['`\\]/g, (sign) => `\\0${sign.charCodeAt(0).toString(8)}`)
  return `printf %${escaped === text ? 's' : 'b'} '${escaped}' | sha256sum | cut -c1-64`
}
