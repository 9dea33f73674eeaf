import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
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
/** Parts of an emoji that are signs of their own. */
const DIGIT = /^[0-9#*]$/
const UNKNOWN = '…'
const ISOLATES = ['\u2068', '\u2069']
/** Private-use characters: no font has them, so texts never keep them. */
const STAND_INS = ['\uf8f0', '\uf8f1']

interface FontFile {
  readonly family: string
  readonly path: string
  readonly ranges: Uint32Array
  registered: boolean
}

/** The fonts of the program, independent of those of the machine. */
export class Fonts {
  private readonly files = PACKAGES.flatMap(filesOf)
  private hasEmoji = false

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
      if (EMOJI_PART.test(piece) && !DIGIT.test(piece)) this.knowEmoji()
    }
    return [...families, EMOJI].map((family) => `"${family}"`).join(',')
  }

  private knowEmoji(): void {
    if (!this.hasEmoji) register(EMOJI, resolve('twemoji-colr-font/twemoji.woff2'))
    this.hasEmoji = true
  }

  private fileFor(piece: string): FontFile | undefined {
    const code = piece.codePointAt(0) ?? 0
    return this.files.find(({ ranges }) => isWithin(ranges, code))
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
  const index = resolve(`@fontsource-variable/${name}/unicode.json`)
  const subsets = JSON.parse(readFileSync(index, 'utf8')) as Record<string, string>
  const files = Object.entries(subsets).map(([subset, ranges]): FontFile => {
    const part = subset.replace(/[[\]]/g, '')
    return {
      family: `${name} ${part}`,
      // Resolving each of the hundred files would keep a megabyte in the module loader.
      path: join(dirname(index), 'files', `${name}-${part}-wght-normal.woff2`),
      ranges: readRanges(ranges),
      registered: false,
    }
  })
  // The digits and letters of a text come from one font.
  return files.sort((a, b) => Number(b.family.endsWith(' latin')) - Number(a.family.endsWith(' latin')))
}

/** Reads ranges such as `U+4E00-4E10,U+4E20`: the first and the last of each, one after the other. */
function readRanges(ranges: string): Uint32Array {
  const bounds = ranges.split(',').flatMap((range) => {
    const [from = '', to = from] = range.trim().replace(/^U\+/i, '').split('-')
    return [Number.parseInt(from, 16), Number.parseInt(to, 16)]
  })
  return Uint32Array.from(bounds)
}

function isWithin(ranges: Uint32Array, code: number): boolean {
  for (let at = 0; at < ranges.length; at += 2)
    if (code >= (ranges[at] as number) && code <= (ranges[at + 1] as number)) return true
  return false
}
