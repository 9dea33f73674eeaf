import { createInterface } from 'node:readline/promises'
import { CliRefusal } from './refusal.js'

/**
 * Asks on the terminal whether to do something; `--yes` answers beforehand. Throws CliRefusal on any other answer, and
 * without a terminal to ask on.
 */
export async function confirm(
  what: string,
  { yes = false }: { readonly yes?: boolean },
  input: NodeJS.ReadableStream & { readonly isTTY?: boolean } = process.stdin,
  output: NodeJS.WritableStream = process.stderr,
): Promise<void> {
  if (yes) return
  if (!input.isTTY)
    throw new CliRefusal(`this would ${what}. Nothing was done: add --yes, because there is no terminal`)
  const lines = createInterface({ input, output })
  // Ctrl+C and Ctrl+D only close it, and the question would wait for ever.
  const closed = new Promise<string>((resolve) => lines.once('close', () => resolve('')))
  const answer = await Promise.race([lines.question(`This will ${what}.\nGo on? [y/N] `), closed])
  lines.close()
  if (!/^y(es)?$/i.test(answer.trim())) throw new CliRefusal('nothing was done')
}
