import { missingMariadb } from '../test/support/mariadb.js'
import { measureOptions } from '../test/support/measure-options.js'
import { stopServersOnSignals } from './peers/server.js'
import { installSpider, startCluster } from './spider/cluster.js'
import { measureDeaths } from './spider/deaths.js'
import { countFeatures, tryFeatures } from './spider/schema.js'
import { measure, type Setup, type Speed } from './spider/speed.js'

/**
 * Compares MariaDB's Spider, which hides several data nodes behind a head, with clients that know which node has their
 * community: speed, servers that die during the commit of a transaction across two nodes, and features of the schema. Starts
 * the servers on loopback addresses in temporary folders. The last line is one JSON object.
 */
const { values } = measureOptions({
  options: {
    clients: { type: 'string', default: '12' },
    grabs: { type: 'string', default: '400' },
    rounds: { type: 'string', default: '1' },
  },
})
const options = { clients: Number(values.clients), grabs: Number(values.grabs) }
const NODES = 3
const SETUPS: readonly Setup[] = [
  { name: 'one-node', nodes: 1, spider: false, xa: false },
  { name: 'one-node-spider', nodes: 1, spider: true, xa: false },
  { name: 'one-node-spider-xa', nodes: 1, spider: true, xa: true },
  { name: 'three-nodes', nodes: NODES, spider: false, xa: false },
  { name: 'three-nodes-spider', nodes: NODES, spider: true, xa: false },
  { name: 'three-nodes-spider-xa', nodes: NODES, spider: true, xa: true },
]

const say = (line: string) => process.stderr.write(`${line}\n`)
const missing = missingMariadb()
if (missing) {
  say(missing)
  process.exit(1)
}
const cluster = await startCluster(NODES)
stopServersOnSignals()
try {
  const without = await installSpider(cluster.head.url)
  if (without) {
    say(without)
    process.exitCode = 1
  } else {
    const speed: Record<string, Speed[]> = {}
    for (let round = 1; round <= Number(values.rounds); round++)
      for (const setup of SETUPS) {
        const measured = await measure(cluster, { ...setup, name: `${setup.name}-${round}` }, options)
        speed[setup.name] = [...(speed[setup.name] ?? []), measured]
        say(`${setup.name}: ${JSON.stringify(measured)}`)
      }
    const schema = await countFeatures(cluster)
    const features = await tryFeatures(cluster)
    const deaths = await measureDeaths(cluster)
    for (const [name, result] of Object.entries({ ...features, ...deaths }))
      say(`${name}: ${JSON.stringify(result)}`)
    process.stdout.write(`${JSON.stringify({ size: options, speed, schema, features, deaths })}\n`)
  }
} finally {
  await cluster.stop()
}
