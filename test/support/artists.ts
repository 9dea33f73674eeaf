/** Returns a thread that runs this source; `port` is its end of the line. */
export function artistThat(source: string): URL {
  const module = `import { parentPort as port } from 'node:worker_threads'\n${source}`
  return new URL(`data:text/javascript,${encodeURIComponent(module)}`)
}

export const SAY_READY = `port.postMessage({ kind: 'ready' });`

/** Draws nothing, ever. */
export const SILENT_ARTIST = artistThat(`port.on('message', () => undefined);${SAY_READY}`)

/** Draws, except for greetings that break its thread. */
export const FRAIL_ARTIST = artistThat(`port.on('message', ({ drawing }) => {
    if (drawing.greeting === 'dies') process.exit(1)
    if (drawing.greeting === 'hangs') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
    if (drawing.greeting === 'runs out of memory') for (const all = []; ; ) all.push(new Array(100_000).fill(0))
    port.postMessage({ kind: 'drawn', bytes: Uint8Array.of(1) })
  });${SAY_READY}`)
