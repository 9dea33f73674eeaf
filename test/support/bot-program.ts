import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { temporaryFolder } from './temporary-folder.js'
import { Watch } from './watch.js'

/** The real program with a bot, in a process of its own. */
export interface BotProgram {
  readonly child: ChildProcess
  /** Resolves with its exit code; null when killed. */
  readonly ended: Promise<number | null>
  /** Returns everything that it has printed. */
  output(): string
  /** Resolves once it has printed these words. Rejects, with all that it printed, when it ends or takes two minutes. */
  says(words: string): Promise<void>
}

/** Returns a folder that is removed with the test. */
export function folderOfTest(): string {
  const { folder, remove } = temporaryFolder()
  onTestFinished(remove)
  return folder
}

/** Starts the program on a database in `folder`, with these settings; it stops with the test. */
export function startBotProgram(settings: Record<string, string>, folder = folderOfTest()): BotProgram {
  const child = spawn(process.execPath, ['dist/main.js'], {
    env: {
      PATH: process.env.PATH ?? '',
      DATABASE_FILE: join(folder, 'luckymoney.db'),
      LEDGER_KEY_FILE: join(folder, 'luckymoney.key'),
      MONITOR_PORT: '0',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  const watch = new Watch()
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (text) => {
      output += text
      watch.changed()
    })
  const ended = once(child, 'exit').then(([code]) => code as number | null)
  const says = async (words: string) => {
    try {
      await watch.waitFor(() => {
        if (output.includes(words)) return true
        if (child.exitCode !== null) throw new Error(`the program ended with ${child.exitCode}`)
        return false
      }, `“${words}”`)
    } catch (error) {
      throw new Error(`${(error as Error).message}\n${output}`)
    }
  }
  return { child, ended, output: () => output, says }
}
