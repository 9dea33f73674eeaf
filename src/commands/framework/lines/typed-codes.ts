import type { App } from '../../../app/app.js'
import { findCode, readCode } from '../../../core/link-code.js'
import type { Request } from '../request.js'
import type { ReadLine } from './lines.js'
import type { LineWish } from './wanted.js'

/** Returns whether a line in a chat may well be another bot's command. */
export function isForOtherBot(line: ReadLine, { place, traits }: Request, { addressed }: LineWish): boolean {
  return line.kind === 'unknown' && line.closest === undefined && !!place && !!traits.otherBots && !addressed
}

/**
 * Claims a code typed in a chat, so that no other reader can use it, even when its command is refused, mistyped or missing,
 * or comes too fast.
 */
export async function claimTypedCode(
  line: ReadLine,
  wish: LineWish,
  request: Request,
  app: Pick<App, 'claimCode'>,
): Promise<void> {
  const { place, by } = request
  if (!place || isForOtherBot(line, request, wish)) return
  const code = codeIn(line, wish.text)
  if (code !== undefined) await app.claimCode({ place, by, code })
}

function codeIn(line: ReadLine, text: string): string | undefined {
  if (line.kind === 'say') return codeAlone(text)
  const takesCode = 'command' in line && Object.values(line.command.arguments).some(isCode)
  if (!takesCode && line.kind !== 'unknown') return undefined
  const words = text.split(/\s+/u).slice(1)
  const found = findCode(words)
  return found && words.slice(found.start, found.end).join('')
}

/** Returns the code that is the only word of a line without a command. */
export function codeAlone(text: string): string | undefined {
  return /\S\s+\S/u.test(text) ? undefined : readCode(text)
}

const isCode = ({ kind }: { readonly kind: string }) => kind === 'code'
