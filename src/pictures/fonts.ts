import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { GlobalFonts } from '@napi-rs/canvas'
import { plainText } from '../core/text.js'

const { resolve } = createRequire(import.meta.url)

/**
 * Font packages, the most wanted first. Each is cut into files by the characters that they have, so only the files that
 * a text needs are read. Another script is another package here.
 */
const PACKAGES = ['noto-sans', 'noto-sans-sc', 'noto-sans-arabic'] as const
/** Flat, so that it takes a hundredth of the memory of one with pictures. */
const EMOJI = 'twemoji'
const EMOJI_PART = /^[\p{Extended_Pictographic}\p{Emoji_Component}\p{Regional_Indicator}]$/u
const UNKNOWN = '…'
const ISOLATES = ['\u2068', '\u2069']
/** Private-use characters: no font has them, so texts never keep them. */
const STAND_INS = ['\uf8f0', '\uf8f1']

interface FontFile {
  readonly family: string
  readonly path: string
  readonly ranges: readonly (readonly [from: number, to: number])[]
  registered: boolean
}

/** The fonts of the program, independent of those of the machine. */
export class Fonts {
  private readonly files = PACKAGES.flatMap(filesOf)

  constructor() {
    register(EMOJI, resolve('twemoji-colr-font/twemoji.woff2'))
  }

  /** Returns a text without what no font shows: other scripts become an ellipsis. */
  shown(text: string): string {
    return [...plainIsolated(text)]
      .map((piece) =>
        this.fileFor(piece) || EMOJI_PART.test(piece) || ISOLATES.includes(piece) ? piece : UNKNOWN,
      )
      .join('')
      .replace(/…{2,}/g, UNKNOWN)
  }

  /** Returns the families that show a text, as CSS lists them, and makes them known. */
  familiesFor(text: string): string {
    const families = new Set(['noto-sans latin'])
    for (const piece of new Set(text)) {
      const file = this.fileFor(piece)
      if (file) families.add(known(file).family)
    }
    return [...families, EMOJI].map((family) => `"${family}"`).join(',')
  }

  private fileFor(piece: string): FontFile | undefined {
    const code = piece.codePointAt(0) ?? 0
    return this.files.find(({ ranges }) => ranges.some(([from, to]) => code >= from && code <= to))
  }
}

/** Returns plain text that keeps the isolates around names. */
function plainIsolated(text: string): string {
  const [open = '', close = ''] = ISOLATES
  const [begin = '', end = ''] = STAND_INS
  const hidden = text.replaceAll(open, begin).replaceAll(close, end)
  return plainText(hidden).replaceAll(begin, open).replaceAll(end, close)
}

function known(file: FontFile): FontFile {
  if (!file.registered) register(file.family, file.path)
  file.registered = true
  return file
}

function register(family: string, path: string): void {
  if (!GlobalFonts.registerFromPath(path, family)) throw new Error(`${path} is no font`)
}

function filesOf(name: string): FontFile[] {
  const folder = `@fontsource-variable/${name}`
  const subsets = JSON.parse(readFileSync(resolve(`${folder}/unicode.json`), 'utf8')) as Record<
    string,
    string
  >
  const files = Object.entries(subsets).map(([subset, ranges]): FontFile => {
    const part = subset.replace(/[[\]]/g, '')
    return {
      family: `${name} ${part}`,
      path: resolve(`${folder}/files/${name}-${part}-wght-normal.woff2`),
      ranges: ranges.split(',').map(readRange),
      registered: false,
    }
  })
  // The digits and letters of a text come from one font.
  return files.sort((a, b) => Number(b.family.endsWith(' latin')) - Number(a.family.endsWith(' latin')))
}

/** Reads `U+4E00-4E10` or `U+4E00`. */
function readRange(range: string): readonly [number, number] {
  const [from = '', to = from] = range.trim().replace(/^U\+/i, '').split('-')
  return [Number.parseInt(from, 16), Number.parseInt(to, 16)]
}
