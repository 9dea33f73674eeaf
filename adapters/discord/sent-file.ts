import type { Attachment } from 'discord.js'
import { download } from '../../src/chat/download.js'
import { CannotAsk, type SentFile } from '../../src/commands/framework/request.js'
import type { Log } from '../../src/log.js'

/** Discord's host for attachments. */
const FILE_ROOT = 'https://cdn.discordapp.com'
const PATIENCE_MS = 20_000
const FAILURE = 'Discord did not deliver a file'

export interface FileOptions {
  /** Without a trailing slash; for tests. */
  readonly fileRoot?: string
  /** Called before every request. */
  readonly beforeRequest?: () => void
  readonly log: Log
}

/** Returns a file that a member attached. It is only loaded from Discord's own host. */
export function sentFile(
  { url, size }: Pick<Attachment, 'url' | 'size'>,
  { fileRoot = FILE_ROOT, beforeRequest, log }: FileOptions,
): SentFile {
  return {
    kind: 'file',
    load: async (maxBytes) => {
      if (size > maxBytes) return 'too_large'
      try {
        const address = new URL(url)
        if (address.origin !== fileRoot) throw new Error('the file is on another host')
        beforeRequest?.()
        return await download(address, { maxBytes, patienceMs: PATIENCE_MS })
      } catch (error) {
        log.warn({ err: error }, FAILURE)
        throw new CannotAsk(FAILURE, { cause: error })
      }
    },
  }
}
