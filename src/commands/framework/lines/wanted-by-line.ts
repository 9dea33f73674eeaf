import { commonWords } from '../../common-words.js'
import type { Command } from '../define.js'
import type { FormSteps } from '../forms/form-steps.js'
import { explainProblem } from '../replies/problem-reply.js'
import { bad, type Said } from '../replies/reply.js'
import { unknownCommand } from '../replies/unknown-command.js'
import type { Raws, Request } from '../request.js'
import { type ReadLine, readLine } from './lines.js'
import { claimTypedCode, isForOtherBot } from './typed-codes.js'
import { isEmpty, type LineWish, type Parts, type Wanted } from './wanted.js'

/** Finds the command that a typed line gives, or the reply to one that gives none. Undefined: nothing was asked. */
export async function wantedByLine(
  request: Request,
  wish: LineWish,
  parts: Parts,
  steps: FormSteps,
): Promise<Wanted | Said | undefined> {
  const line = readLine(wish.text, parts.entries, { ...wish, tells: request.traits.tells })
  if (wish.isCaption && !isForPicture(line)) return await pictureOfForm(request, wish, line, parts, steps)
  await claimTypedCode(line, wish, request, parts.app)
  if (isForOtherBot(line, request, wish)) return undefined
  if (wish.from && line.kind !== 'say')
    return bad(commonWords[request.language].nobody[wish.from], { outcome: 'no_person' })
  switch (line.kind) {
    case 'say': {
      const answered = await answeredCard(request, wish, parts)
      if (answered) return answered
      const form = wish.addressed && parts.forms.asking(request.by, request.place)
      if (form) return await steps.fillIn(request, form, wish)
      // In a private chat everything is meant for the bot.
      const start = wish.addressed && !request.place && parts.find('start')
      return start ? { command: start, raws: {} } : undefined
    }
    case 'command':
      return {
        command: line.command,
        raws: isEmpty(line.raws) ? pictureGiven(line.command, wish) : line.raws,
      }
    case 'problem':
      return await wantedDespiteProblem(request, wish, line, parts, steps)
    case 'unknown':
      return unknownCommand(line.name, line.closest, request.language)
    case 'too_long':
      return bad(commonWords[request.language].commandTooLong(line), { outcome: 'too_long' })
    default:
      return line satisfies never
  }
}

/** Returns whether a line gives a command that takes a picture. */
function isForPicture(line: ReadLine): boolean {
  return 'command' in line && pictureOf(line.command) !== undefined
}

/** Returns the name of a command's argument that is a picture. */
function pictureOf({ arguments: all }: Command): string | undefined {
  return Object.keys(all).find((name) => all[name]?.kind === 'picture')
}

/** Returns the picture that came with a line that says nothing else, as the value of the argument that takes one. */
function pictureGiven(command: Command, { picture }: LineWish): Raws {
  const name = pictureOf(command)
  return picture && name !== undefined ? { [name]: [picture] } : {}
}

/** Gives a picture with any other caption to a form that asks for one; the caption doesn't count. */
async function pictureOfForm(
  request: Request,
  wish: LineWish,
  line: ReadLine,
  { forms }: Parts,
  steps: FormSteps,
): Promise<Wanted | Said | undefined> {
  const form = line.kind === 'say' && wish.addressed && forms.asking(request.by, request.place)
  return form ? await steps.fillIn(request, form, wish) : undefined
}

/** A reply to a card that asks something is the answer. */
async function answeredCard(
  { place, by }: Request,
  { below, text, asTyped }: LineWish,
  { app, find }: Parts,
): Promise<Wanted | undefined> {
  const envelope = below === undefined || !place ? undefined : await app.askingCard({ place, by }, below)
  const grab = envelope === undefined ? undefined : find('grab')
  return grab && { command: grab, raws: { envelope: envelope as string, answer: asTyped?.(text) ?? text } }
}

async function wantedDespiteProblem(
  request: Request,
  { repliedTo: person }: LineWish,
  { command, raws, problem }: Extract<ReadLine, { kind: 'problem' }>,
  parts: Parts,
  steps: FormSteps,
): Promise<Wanted | Said> {
  // The form asks for everything that is missing, and a command for chats isn't explained elsewhere.
  const isElsewhere = !request.place && command.where !== 'anywhere'
  if ((command.form && isEmpty(raws)) || isElsewhere) {
    const chosen = person && command.onMember
    return { command, raws: {}, ...(chosen && { opens: { [chosen]: [{ kind: 'person', person }] } }) }
  }
  const reply = await explainProblem(request, command, problem, parts, request.place)
  return steps.keep(request, { command, raws }, reply)
}
