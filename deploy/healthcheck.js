// Asks the program's monitor whether the store answers and every platform is connected. Prints the answer and exits with
// 0 or 1, for Docker's HEALTHCHECK.
import { get } from 'node:http'

const port = process.env.MONITOR_PORT || '9464'
const PATIENCE_MS = 4_000

const asked = get({ host: '127.0.0.1', port, path: '/healthz', timeout: PATIENCE_MS }, (response) => {
  response.pipe(process.stdout)
  process.exitCode = response.statusCode === 200 ? 0 : 1
})
asked.on('timeout', () => asked.destroy(new Error(`no answer from port ${port} in ${PATIENCE_MS} ms`)))
asked.on('error', (error) => {
  process.stdout.write(`${error.message}\n`)
  process.exitCode = 1
})
