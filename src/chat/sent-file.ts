import { CannotAsk, type SentFile } from '../commands/framework/request.js'
import type { Log } from '../log.js'

export interface FileOnPlatform {
  /** Its display name, for the log. */
  readonly platform: string
  /** Bytes, as the platform says. */
  readonly size: number
  /** Rejects when the platform doesn't deliver it; errors don't contain a token. */
  readonly download: (maxBytes: number) => Promise<Uint8Array | 'too_large'>
  readonly log: Log
}

/** Returns a file that is downloaded only when a command needs it. */
export function sentFile({ platform, size, download, log }: FileOnPlatform): SentFile {
  return {
    kind: 'file',
    async load(maxBytes) {
      if (size > maxBytes) return 'too_large'
      return await download(maxBytes).catch((error) => {
        const failure = `${platform} did not deliver a file`
        log.warn({ err: error }, failure)
        throw new CannotAsk(failure, { cause: error })
      })
    },
  }
}
