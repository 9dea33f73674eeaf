import type { Page } from 'playwright-core'

/** A screenshot and its duration. */
interface Frame {
  readonly png: Buffer
  delayMs: number
}

/** Time between two frames, in milliseconds. */
const STEP_MS = 80

/**
 * Films a page whose clock is paused between frames, so the film runs evenly however slow the machine is. The page's
 * clock must be installed and paused.
 */
export class Recorder {
  readonly frames: Frame[] = []

  constructor(private readonly page: Page) {}

  /** Lets time pass on the page and films it. */
  async film(durationMs: number): Promise<void> {
    for (let passedMs = 0; passedMs < durationMs; passedMs += STEP_MS) {
      await this.page.clock.runFor(STEP_MS)
      await this.page.evaluate(advanceAnimations, STEP_MS)
      await this.shoot()
    }
  }

  /** Films a still: one frame that stays. */
  async hold(durationMs: number): Promise<void> {
    await this.shoot()
    const last = this.frames.at(-1)
    if (last) last.delayMs += durationMs - STEP_MS
  }

  private async shoot(): Promise<void> {
    const png = await this.page.screenshot({ animations: 'allow' })
    const last = this.frames.at(-1)
    if (last?.png.equals(png)) last.delayMs += STEP_MS
    else this.frames.push({ png, delayMs: STEP_MS })
  }

  /** Encodes the film as a GIF. The browser decodes the frames, so nothing here reads PNG files. */
  async gif(encoder: Page, width: number, height: number, colours: number): Promise<Buffer> {
    const frames = this.frames.map(({ png, delayMs }) => ({
      data: `data:image/png;base64,${png.toString('base64')}`,
      delay: delayMs,
    }))
    await encoder.goto('about:blank')
    await encoder.addScriptTag({ path: 'node_modules/modern-gif/dist/index.js' })
    const base64 = await encoder.evaluate(encodeGif, { width, height, frames, maxColors: colours })
    return Buffer.from(base64, 'base64')
  }
}

/** Runs in the page. Advances every animation by `stepMs` and keeps it paused there. */
function advanceAnimations(stepMs: number): void {
  for (const animation of document.getAnimations()) {
    const seen = animation.playState === 'paused'
    animation.pause()
    const atMs = seen ? Number(animation.currentTime) + stepMs : 0
    const endMs = Number(animation.effect?.getComputedTiming().endTime)
    if (atMs >= endMs) animation.finish()
    else animation.currentTime = atMs
  }
}

/** Runs in the browser, where `modernGif` is the encoder's global. */
async function encodeGif(film: {
  width: number
  height: number
  frames: { data: string; delay: number }[]
  maxColors: number
}): Promise<string> {
  const { modernGif } = window as unknown as { modernGif: typeof import('modern-gif') }
  const frames: { data: ImageBitmap; delay: number }[] = []
  for (const { data, delay } of film.frames)
    frames.push({ data: await createImageBitmap(await (await fetch(data)).blob()), delay })
  const bytes = new Uint8Array(await modernGif.encode({ ...film, frames }))
  const chunks: string[] = []
  for (let at = 0; at < bytes.length; at += 0x8000)
    chunks.push(String.fromCharCode(...bytes.subarray(at, at + 0x8000)))
  return btoa(chunks.join(''))
}
