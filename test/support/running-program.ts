import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** The program as a newcomer starts it, in a process of its own. */
export interface RunningProgram {
  readonly url: string
  /** Kills it at once, as a power cut does; resolves when it is gone. */
  kill(): Promise<void>
  /** Asks it to stop; resolves with its exit code. */
  stop(): Promise<number | null>
}

/**
 * Starts the program on a database in `folder`; resolves when it prints its address. Port 0 picks any free one. Only in
 * a lively playground do members act on their own.
 */
export async function startProgram(
  folder: string,
  port = 0,
  { lively = false, environment = {} }: { lively?: boolean; environment?: Record<string, string> } = {},
): Promise<RunningProgram> {
  const child = spawn(process.execPath, ['dist/main.js'], {
    env: {
      PATH: process.env.PATH,
      DATABASE_FILE: join(folder, 'luckymoney.db'),
      LEDGER_KEY_FILE: join(folder, 'luckymoney.key'),
      PLAYGROUND: '1',
      PLAYGROUND_PORT: String(port),
      PLAYGROUND_LIVELY: lively ? '1' : '0',
      LOG_LEVEL: 'warn',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const gone = once(child, 'exit')
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    child.kill(signal)
    await gone
    return child.exitCode
  }
  let said = ''
  const url = await new Promise<string>((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      said += chunk
      const address = /http:\/\/127\.0\.0\.1:\d+\//.exec(said)?.[0]
      if (address) resolve(address)
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    void gone.then(() => reject(new Error(`the program ended before it was ready:\n${said}`)))
  })
  return {
    url,
    kill: async () => {
      await end('SIGKILL')
    },
    stop: () => end('SIGTERM'),
  }
}
