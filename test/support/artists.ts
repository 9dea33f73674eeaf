/** Returns a thread that runs this source; `port` is its end of the line. */
export function artistThat(source: string): URL {
  const module = `import { parentPort as port } from 'node:worker_threads'\n${source}`
  return new URL(`data:text/javascript,${encodeURIComponent(module)}`)
}

export const SAY_READY = `port.postMessage({ kind: 'ready' });`

/** Draws nothing, ever. */
export const SILENT_ARTIST = artistThat(`port.on('message', () => undefined);${SAY_READY}`)
