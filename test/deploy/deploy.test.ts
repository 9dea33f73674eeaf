import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseEnv } from 'node:util'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { readConfig } from '../../src/config.js'
import { folderOfTest, startBotProgram } from '../support/bot-program.js'

const read = (file: string) => readFileSync(file, 'utf8')

interface Compose {
  readonly services: {
    readonly luckymoney: {
      readonly build: { readonly context: string; readonly dockerfile: string }
      readonly env_file: string
      readonly environment: Readonly<Record<string, string>>
      readonly healthcheck: { readonly test: readonly string[] }
      readonly volumes: readonly string[]
    }
  }
  readonly volumes: Readonly<Record<string, null>>
}

interface Rules {
  readonly groups: readonly { readonly rules: readonly Rule[] }[]
}

interface Rule {
  readonly alert: string
  readonly expr: string
  readonly labels: { readonly severity: string }
  readonly annotations: { readonly summary: string; readonly description: string }
}

interface Dashboard {
  readonly panels: readonly { readonly id: number; readonly targets?: readonly { readonly expr: string }[] }[]
  readonly templating: { readonly list: readonly { readonly definition?: string }[] }
  readonly annotations: { readonly list: readonly { readonly expr: string }[] }
}

const compose: Compose = parse(read('deploy/compose.yaml'))
const rules = (parse(read('deploy/prometheus-rules.yaml')) as Rules).groups.flatMap((group) => group.rules)
const dashboard: Dashboard = JSON.parse(read('deploy/grafana-dashboard.json'))
const unit = parseUnit(read('deploy/luckymoney.service'))

/** The flags of Node with which `npm start` starts the program. */
const FLAGS = /exec node (.*) dist\/main\.js/.exec(JSON.parse(read('package.json')).scripts.start)?.[1]

/** Returns the settings of a systemd unit, by name. */
function parseUnit(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]))
}

/** Returns the names of the metrics in a PromQL expression, except Prometheus's own. */
function metricsIn(expression: string): string[] {
  const bare = expression
    .replace(/\{[^}]*\}|\[[^\]]*\]|"[^"]*"/g, '')
    .replace(/\b(?:by|without|on|ignoring) *\([^)]*\)/g, '')
  const names = [...bare.matchAll(/(?<![\w.])[a-zA-Z_]\w*(?! *\(|\w)/g)].map(([name]) => name)
  return names.filter((name) => !['and', 'or', 'unless', 'offset', 'up'].includes(name))
}

test('the dashboard and the alerts use metrics that the program exports', async () => {
  const program = startBotProgram({ PLAYGROUND: '1', PLAYGROUND_PORT: '0' }, folderOfTest())
  const monitor = await new Promise<string>((resolve, reject) => {
    const look = () => {
      const found = /"url":"([^"]+)","msg":"health and metrics"/.exec(program.output())?.[1]
      if (found) resolve(found)
    }
    program.child.stderr?.on('data', look)
    void program.ended.then((code) => reject(new Error(`ended with ${code}: ${program.output()}`)))
  })
  const text = await (await fetch(`${monitor}/metrics`)).text()
  const exported = new Set([...text.matchAll(/^# TYPE (\w+)/gm)].map((match) => String(match[1])))
  program.child.kill('SIGTERM')
  await program.ended

  const expressions = [
    ...rules.map((rule) => rule.expr),
    ...dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
    ...dashboard.annotations.list.map(({ expr }) => expr),
    ...dashboard.templating.list.flatMap(({ definition }) =>
      definition ? [definition.replace(/^label_values\((\w+), job\)$/, '$1')] : [],
    ),
  ]
  const used = new Set(expressions.flatMap(metricsIn))
  expect(used.size).toBeGreaterThan(10)
  expect([...used].filter((name) => !exported.has(name))).toEqual([])
})

test('every alert has a name of its own, a severity and two sentences', () => {
  expect(new Set(rules.map((rule) => rule.alert)).size).toBe(rules.length)
  for (const { alert, labels, annotations } of rules) {
    expect(alert).toMatch(/^Luckymoney[A-Z]\w+$/)
    expect(['critical', 'warning']).toContain(labels.severity)
    expect(Object.keys(annotations)).toEqual(['summary', 'description'])
  }
})

test('the panels of the dashboard have numbers of their own', () => {
  const ids = dashboard.panels.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
})

test('Compose builds the image, and keeps the files in its volume even with a copy of .env.example', () => {
  const { build, environment, env_file, healthcheck, volumes } = compose.services.luckymoney
  const folder = join('deploy', build.context)
  expect(existsSync(join(folder, build.dockerfile))).toBe(true)
  expect(join('deploy', env_file)).toBe('.env')
  const config = readConfig({ ...parseEnv(read('.env.example')), LOG_FILE: 'bot.log', ...environment })
  expect(config).toMatchObject({
    databaseFile: '/data/luckymoney.db',
    ledgerKeyFile: '/data/luckymoney.key',
    monitorPort: 9464,
    backups: { folder: '/data/backups' },
  })
  expect([config.playground, config.log.file]).toEqual([undefined, undefined])
  expect(volumes).toEqual(Object.keys(compose.volumes).map((name) => `${name}:/data`))
  expect(read('deploy/Dockerfile')).toContain(
    `HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 CMD ${JSON.stringify(healthcheck.test.slice(1)).replace(',', ', ')}`,
  )
})

test('Compose gives the program no rights that it does not need', () => {
  expect(compose.services.luckymoney).toMatchObject({
    read_only: true,
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
    mem_limit: expect.any(String),
    pids_limit: expect.any(Number),
    logging: { options: { 'max-size': expect.any(String), 'max-file': expect.any(String) } },
  })
})

test('the service and the image start the program with the same flags as npm start', () => {
  expect(FLAGS).toBeTruthy()
  expect(unit.ExecStart).toBe(`/usr/bin/node ${FLAGS} /opt/luckymoney/dist/main.js`)
  const words = ['node', ...String(FLAGS).split(' '), 'dist/main.js']
  expect(read('deploy/Dockerfile')).toContain(`\nCMD ${JSON.stringify(words).replaceAll(',', ', ')}\n`)
})

test('the service keeps its files in its own folder even with a copy of .env.example', () => {
  const config = readConfig(parseEnv(read('.env.example')) as Record<string, string>)
  expect(unit.WorkingDirectory).toBe(`/var/lib/${unit.StateDirectory}`)
  expect(dirname(config.databaseFile)).toBe('data')
  expect(dirname(config.ledgerKeyFile)).toBe('data')
})

test('the service is not started again after exit code 78, and Compose and it wait equally long for the end', () => {
  expect(unit.Restart).toBe('on-failure')
  expect(unit.RestartPreventExitStatus).toBe('78')
  expect(compose.services.luckymoney).toMatchObject({ stop_grace_period: `${unit.TimeoutStopSec}s` })
})
