import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { readConfig, unknownVariables } from '../../src/config.js'
import { readMysqlUrl } from '../../src/store/mysql-session.js'

type Program = Readonly<Record<string, unknown>> & {
  readonly environment: Readonly<Record<string, string>>
  readonly volumes: readonly string[]
}

interface Server {
  readonly command: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly volumes: readonly string[]
  readonly ports?: readonly string[]
}

interface TwoPrograms {
  readonly services: Readonly<{ 'luckymoney-1': Program; 'luckymoney-2': Program }> &
    Readonly<{ mariadb: Server; redis: Server }>
  readonly volumes: Readonly<Record<string, null>>
}

const PASSWORD = 'a1b2c3'
const read = (file: string) => readFileSync(file, 'utf8')
const { services, volumes }: TwoPrograms = parse(
  read('deploy/compose.two-programs.yaml').replaceAll(/\$\{CLUSTER_PASSWORD(:\?[^}]*)?\}/g, PASSWORD),
  { merge: true },
)
const program = services['luckymoney-1']
const single = parse(read('deploy/compose.yaml')).services.luckymoney

test('both programs have the same settings, and use the servers and files of the same Compose file', () => {
  expect(services['luckymoney-2']).toEqual(program)
  const environment = {
    ...parseEnv(read('.env.example')),
    ...program.environment,
    CLUSTER_PASSWORD: PASSWORD,
  }
  const { databaseUrl, redisUrl, ledgerKeyFile, backups } = readConfig(environment)
  const { mariadb, redis } = services
  expect(readMysqlUrl(String(databaseUrl))).toMatchObject({
    host: 'mariadb',
    database: mariadb.environment.MARIADB_DATABASE,
    user: mariadb.environment.MARIADB_USER,
    password: mariadb.environment.MARIADB_PASSWORD,
  })
  const { hostname, password } = new URL(String(redisUrl))
  expect([hostname, password]).toEqual(['redis', PASSWORD])
  expect(redis.command.join(' ')).toContain(`--requirepass ${PASSWORD} `)
  expect([ledgerKeyFile, backups?.folder]).toEqual(['/data/luckymoney.key', '/data/backups'])
  expect(unknownVariables(environment)).toEqual([])
})

test('a committed answer survives a power cut of MariaDB or Redis', () => {
  expect(services.mariadb.command).toContain('--innodb-flush-log-at-trx-commit=1')
  expect(services.redis.command.join(' ')).toContain(
    '--appendonly yes --appendfsync always --maxmemory-policy noeviction',
  )
  const kept = Object.values(services).flatMap((service) =>
    service.volumes.map((volume) => volume.split(':')[0]),
  )
  expect([...new Set(kept)]).toEqual(Object.keys(volumes))
})

test('both programs have the limits of a single one, and only they reach the servers', () => {
  for (const name of ['build', 'image', 'restart', 'init', 'stop_grace_period', 'env_file', 'healthcheck'])
    expect(program[name], name).toEqual(single[name])
  for (const name of ['read_only', 'cap_drop', 'security_opt', 'pids_limit', 'logging'])
    expect(program[name], name).toEqual(single[name])
  expect([services.mariadb.ports, services.redis.ports]).toEqual([undefined, undefined])
})
