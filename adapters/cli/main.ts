import { oneLine, runCommand } from './run-command.js'

// A reader such as `head` that has seen enough is no error, and no reason to stop: the exit code must still say
// what became of the command. Output that is lost in another way, as on a full disk, does not stop it either.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE' || process.exitCode) return
  process.exitCode = 2
  process.stderr.write(`luckymoney: the command goes on, but its output is lost: ${oneLine(error)}\n`)
})
process.stderr.on('error', () => {})

await runCommand(process.argv.slice(2))
