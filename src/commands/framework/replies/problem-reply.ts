import type { CommunityInfo } from '../../../app/community/enter-chat.js'
import { DEFAULT_RULES } from '../../../core/envelope.js'
import { MAX_AMOUNT } from '../../../core/money.js'
import { shortened } from '../../../core/text.js'
import { list, money } from '../../../i18n/format.js'
import type { Language } from '../../../i18n/language.js'
import { commonWords } from '../../common-words.js'
import { lifetimesOffered } from '../arguments/offered-lifetimes.js'
import type { ReadProblem } from '../arguments/read-arguments.js'
import { readingWords } from '../arguments/reading-words.js'
import { communityInTime } from '../community-in-time.js'
import type { Command, Entry } from '../define.js'
import type { LineProblem } from '../lines/lines.js'
import { groupHint, usageHint } from '../lines/usage.js'
import type { Parts } from '../lines/wanted.js'
import type { Request } from '../request.js'
import { bad, type Said } from './reply.js'
import { fill, quote, type Span, type Text } from './rich-text.js'

/**
 * Explains what is wrong with a typed line or an argument, and how to write the command. Names the currency and the
 * times of the community in `place`, or the usual ones when there is none.
 */
export async function explainProblem(
  request: Pick<Request, 'language' | 'traits'>,
  command: Command,
  problem: LineProblem | ReadProblem,
  { app, entries }: Pick<Parts, 'app' | 'entries'>,
  place: Request['place'],
): Promise<Said> {
  return problemReply(request, command, problem, entries, await communityInTime(app, place))
}

function problemReply(
  { language, traits }: Pick<Request, 'language' | 'traits'>,
  command: Command,
  problem: LineProblem | ReadProblem,
  entries: readonly Entry[],
  community: CommunityInfo | undefined,
): Said {
  const words = commonWords[language]
  const reading = readingWords[language]
  const named = 'argument' in problem ? command.words[language].arguments[problem.argument] : undefined
  const about = named?.about ?? ''
  const typed = quote('typed' in problem ? shortened(problem.typed) : '')
  const allowed = community?.rules ?? DEFAULT_RULES
  const hinted = (text: Text, hint = () => usageHint(command, entries, language, allowed)) => {
    const said =
      typeof text === 'string'
        ? text.replace('{times}', list(lifetimesOffered(language, allowed), language))
        : text
    if (traits.optionsOnly) return bad(said, { outcome: 'usage' })
    return bad([...(typeof said === 'string' ? [said] : said), `\n${hint()}`], { outcome: 'usage' })
  }
  switch (problem.why) {
    case 'missing':
      return hinted(named?.ask ?? words.missing({ about }))
    case 'unreadable':
      return hinted(named?.ask ?? fill(words.unreadable, { about, typed }))
    case 'spaced':
    case 'turned':
      return hinted(reading[problem.why])
    case 'too_much':
      return hinted(fill(words.tooMuch, { typed }))
    case 'not_in_group':
      return hinted(fill(words.tooMuch, { typed }), () =>
        groupHint(problem.group, entries, language, allowed),
      )
    case 'too_many':
      return bad(words.tooMany(problem), { outcome: 'usage' })
    case 'unknown_member': {
      const { known, how } = problem
      const text = known
        ? fill(reading.unknownMember, {
            name: typed,
            names: list(
              known.map((name) => `@${name}`),
              language,
            ),
          })
        : how === 'reply'
          ? fill(words.howToName.reply, { handle: typed })
          : fill(how ? words.howToName.choose : words.unknownMember, { name: typed })
      return bad(text, { outcome: 'unknown_member' })
    }
    case 'bot':
    case 'gone':
      return bad(words[problem.why], { outcome: 'unknown_member' })
    case 'amount':
      return bad(amountProblem(problem, typed, language, community), { outcome: 'bad_amount' })
    default:
      return problem satisfies never
  }
}

function amountProblem(
  { amount: why }: Extract<ReadProblem, { why: 'amount' }>,
  typed: Span,
  language: Language,
  community: CommunityInfo | undefined,
): Text {
  const { amount } = readingWords[language]
  const currency = community?.currency ?? { symbol: '', scale: 2 }
  const { scale } = currency
  const write = (minorUnits: number) => money(minorUnits, currency, language)
  switch (why) {
    case 'not_a_number':
      return fill(amount.not_a_number, { typed, example: scale === 0 ? '20' : `8.${'8'.repeat(scale)}` })
    case 'too_many_decimals':
      return fill(amount.too_many_decimals, { typed, scale })
    case 'not_positive':
      return amount.not_positive({ least: write(1) })
    case 'too_large':
      return amount.too_large({ max: write(MAX_AMOUNT) })
    default:
      return why satisfies never
  }
}
