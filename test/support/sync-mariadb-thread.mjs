import { workerData } from 'node:worker_threads'
import { createConnection } from 'mariadb'

// Runs the queries of sync-mariadb.ts, whose thread waits for each.

const { port, signal, server } = workerData
const at = new URL(server)
const connection = await createConnection({
  host: at.hostname,
  port: Number(at.port),
  user: decodeURIComponent(at.username),
  password: decodeURIComponent(at.password),
  bigIntAsNumber: true,
  decimalAsNumber: true,
})
await connection.query("SET SESSION sql_mode = 'TRADITIONAL,ANSI_QUOTES,PIPES_AS_CONCAT'")

let used

port.on('message', async ({ database, sql, values, asArrays }) => {
  const ask = async () => {
    if (database !== used) await connection.query(`USE ${database}`)
    used = database
    return await connection.query({ sql, rowsAsArray: asArrays }, values)
  }
  const answer = await ask().then(
    (rows) => ({ rows: Array.isArray(rows) ? [...rows] : [] }),
    (error) => ({ error: error.message }),
  )
  port.postMessage(answer)
  Atomics.store(signal, 0, 1)
  Atomics.notify(signal, 0)
})
