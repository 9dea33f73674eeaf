import { type ExpectStatic, expect as globalExpect } from 'vitest'
import type { Random } from '../../src/core/random.js'
import { seededRandom } from '../support/seeded-random.js'

export const LANGUAGES = ['en', 'zh'] as const
export type SceneLanguage = (typeof LANGUAGES)[number]

/** Details that differ from run to run and mean nothing, with their replacements. Order matters. */
const VARYING: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{64}\b/g, '<digest>'],
  [/\b[0-9a-f]{8}…/g, '<digest>…'],
  [/\b[0-9a-f]{32}\b/g, '<salt>'],
  [/\b[0-9A-Z]{5}-[0-9A-Z]{5}\b/g, '<code>'],
  [/<t:\d+(?::(\w))?>/g, '<t:moment:$1>'],
  [/\bW\\?-\d+/g, '<wallet>'],
  [/(trade|交易) ?\d+/g, '$1 <n>'],
  [/\b\d+ (trade|entr|笔|条)/g, '<n> $1'],
  [/\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec) \d{4}/g, '<date>'],
  [/\d{4}年\d{1,2}月\d{1,2}日/g, '<date>'],
  [/(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), <date>|<date>周./g, '<date>'],
  [/\b\d{1,2}:\d{2}(?::\d{2})?\b/g, '<time>'],
  [/\b\d+(?:\.\d)? s\b/g, '<n> s'],
  [/\d+(?:\.\d)?秒/g, '<n>秒'],
]

/** A conversation as people saw it, in a form that is the same in every run. */
export class Transcript {
  private readonly lines: string[] = []
  private readonly names = new Map<string, string>()
  private readonly packets = new Map<string, string>()

  /** Replaces this platform id by `name` wherever it appears. */
  call(id: string, name: string): void {
    this.names.set(id, name)
  }

  add(line: string): void {
    this.lines.push(line)
  }

  /** Adds an indented block of text below a heading. */
  block(heading: string, text: string): void {
    this.add(heading)
    for (const line of text.split('\n')) this.add(`    ${line}`)
  }

  toString(): string {
    let text = this.lines.join('\n').replaceAll('\u00a0', ' ').replaceAll('\u2060', '')
    for (const [id, name] of this.names) text = text.replaceAll(id, name)
    for (const [varying, stands] of VARYING) text = text.replace(varying, stands)
    text = text.replace(/\b[0-9a-f]{10}\b/g, (packet) => {
      const known = this.packets.get(packet) ?? `<packet ${this.packets.size + 1}>`
      this.packets.set(packet, known)
      return known
    })
    return `${text}\n`
  }

  /** Compares the conversation with its recording; `npx vitest run test/golden -u` updates it. */
  async compare(
    platform: string,
    scene: string,
    language: SceneLanguage,
    expect: ExpectStatic = globalExpect,
  ): Promise<void> {
    await expect(this.toString()).toMatchFileSnapshot(`scenes/${platform}/${scene}.${language}.txt`)
  }
}

/** Randomness that depends on the scene alone. */
export function sceneRandom(scene: string): Random {
  let seed = 7
  for (const sign of scene) seed = (seed * 31 + (sign.codePointAt(0) ?? 0)) | 0
  return seededRandom(seed)
}

/** Randomness that restarts with every scene, where scenes share a world. */
export class SceneRandom implements Random {
  private current = seededRandom(1)

  begin(scene: string): void {
    this.current = sceneRandom(scene)
  }

  below(limit: number): number {
    return this.current.below(limit)
  }

  hex(length: number): string {
    return this.current.hex(length)
  }
}
