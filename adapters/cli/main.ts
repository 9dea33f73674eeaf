import { oneLine, runCommand } from './run-command.js'

// A reader such as `head` that closes the pipe is no error, and no reason to stop: the exit code must still tell how
// the command ended. Output lost in another way, for example on a full disk, doesn't stop it either.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE' || process.exitCode) return
  process.exitCode = 2
  process.stderr.write(`luckymoney: the command continues, but its output is lost: ${oneLine(error)}\n`)
})
process.stderr.on('error', () => {})

await runCommand(process.argv.slice(2))
