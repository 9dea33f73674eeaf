import { oneLine, runCommand } from './run-command.js'

// A reader such as `head` closing the pipe isn't an error or a reason to stop: the exit code must still report how the
// command ended. Output lost in another way, for example on a full disk, doesn't stop it either.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE' || process.exitCode) return
  process.exitCode = 2
  process.stderr.write(`luckymoney: the command continues, but its output is lost: ${oneLine(error)}\n`)
})
process.stderr.on('error', () => {})

await runCommand(process.argv.slice(2))
