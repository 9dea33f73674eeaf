import { cpSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join, posix, relative } from 'node:path'

// Carries out a Dockerfile's instructions in folders instead of containers, to see whether it copies all that the program
// needs. Knows what ours uses, and throws for anything else.

/** The last stage of a Dockerfile. */
export interface DryImage {
  /** The folder that stands for the image's root. */
  readonly root: string
  /** Where the program starts, inside `root`. */
  readonly workdir: string
  readonly user: string | undefined
  readonly environment: Readonly<Record<string, string>>
  readonly volumes: readonly string[]
  readonly command: readonly string[]
  readonly healthcheck: readonly string[]
  /** The images that the stages start from. */
  readonly bases: readonly string[]
}

export interface DryBuildOptions {
  /** The project's folder. */
  readonly context: string
  /** Relative to the context, like its ignore file. */
  readonly dockerfile: string
  /** Where to make a folder for each stage. */
  readonly into: string
  /** Carries out a RUN instruction in the stage's working directory. */
  readonly run: (command: string, workdir: string, root: string) => void
}

interface Stage {
  readonly root: string
  workdir: string
}

export function dryBuild({ context, dockerfile, into, run }: DryBuildOptions): DryImage {
  const mayCopy = readIgnoreFile(join(context, `${dockerfile}.dockerignore`))
  const args: Record<string, string> = {}
  const stages = new Map<string, Stage>()
  const bases: string[] = []
  let stage: Stage | undefined
  let settings = noSettings()

  const copy = (words: readonly string[], { root, workdir }: Stage) => {
    const from = /^--from=(.+)$/.exec(words[0] ?? '')?.[1]
    const paths = from ? words.slice(1) : words
    const source = from ? stages.get(from)?.root : context
    const target = paths.at(-1)
    if (source === undefined || target === undefined) throw new Error(`COPY ${words.join(' ')}: from where?`)
    const into = join(root, posix.resolve(workdir, target))
    for (const path of paths.slice(0, -1)) {
      const here = join(source, path)
      const filter = (file: string) =>
        from !== undefined || statSync(file).isDirectory() || mayCopy(relative(context, file))
      // Docker copies what is in a folder, and a file under its name when the target ends with a slash.
      const isFile = statSync(here).isFile()
      if (isFile && !filter(here)) throw new Error(`COPY ${path}: the ignore file hides it`)
      cpSync(here, isFile && target.endsWith('/') ? join(into, basename(path)) : into, {
        recursive: true,
        // As in the image, and so that links into other folders stay what they are.
        verbatimSymlinks: true,
        filter,
      })
    }
  }

  for (const { name, rest } of instructionsOf(readFileSync(join(context, dockerfile), 'utf8'))) {
    if (name === 'ARG') {
      const [key = '', value = ''] = rest.split('=')
      args[key] = value
      continue
    }
    if (name === 'FROM') {
      const [base = '', , as] = rest.replace(/\$\{(\w+)\}/g, (_, key) => args[key] ?? '').split(/\s+/)
      bases.push(base)
      const root = join(into, as ?? 'image')
      mkdirSync(root)
      stage = { root, workdir: '/' }
      settings = noSettings()
      if (as) stages.set(as, stage)
      continue
    }
    if (!stage) throw new Error(`${name} stands before FROM`)
    switch (name) {
      case 'WORKDIR':
        stage.workdir = posix.resolve(stage.workdir, rest)
        mkdirSync(join(stage.root, stage.workdir), { recursive: true })
        break
      case 'COPY':
        copy(rest.split(/\s+/), stage)
        break
      case 'RUN':
        run(rest, join(stage.root, stage.workdir), stage.root)
        break
      case 'ENV':
        for (const [, key = '', value = ''] of rest.matchAll(/(\w+)=(\S*)/g))
          settings.environment[key] = value
        break
      case 'USER':
        settings.user = rest
        break
      case 'VOLUME':
        settings.volumes.push(rest)
        break
      case 'HEALTHCHECK':
        settings.healthcheck = execForm(rest.replace(/^.*? CMD /, ''))
        break
      case 'CMD':
        settings.command = execForm(rest)
        break
      default:
        throw new Error(`unknown instruction ${name}`)
    }
  }
  if (!stage) throw new Error('the Dockerfile has no stage')
  return { ...stage, ...settings, bases }
}

function noSettings() {
  return {
    user: undefined as string | undefined,
    environment: {} as Record<string, string>,
    volumes: [] as string[],
    command: [] as string[],
    healthcheck: [] as string[],
  }
}

/** Returns the instructions of a Dockerfile, with continued lines joined. */
function instructionsOf(text: string): { name: string; rest: string }[] {
  return text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [, name = '', rest = ''] = /^(\S+)\s+(.*)$/.exec(line) ?? []
      return { name, rest }
    })
}

/** Reads an instruction's exec form; throws for the shell form, in which a shell would keep the signals. */
function execForm(text: string): string[] {
  const words: unknown = JSON.parse(text)
  if (!Array.isArray(words)) throw new Error(`not in exec form: ${text}`)
  return words.map(String)
}

/** Reads an ignore file that hides everything and then lists exceptions; returns whether the build sees a file. */
function readIgnoreFile(file: string): (path: string) => boolean {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
  const [all, ...exceptions] = lines
  if (all !== '*' || !exceptions.every((line) => /^![\w./-]+$/.test(line)))
    throw new Error(`${file} must be * and a list of exceptions`)
  const shown = exceptions.map((line) => line.slice(1))
  return (path) => shown.some((name) => path === name || path.startsWith(`${name}/`))
}

/** Returns the files in a folder, as paths relative to it. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
}
