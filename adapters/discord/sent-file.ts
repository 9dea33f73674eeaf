import type { Attachment } from 'discord.js'
import { download } from '../../src/chat/http-call.js'
import { sentFile } from '../../src/chat/sent-file.js'
import type { SentFile } from '../../src/commands/framework/request.js'
import type { Log } from '../../src/log.js'

/** Discord's host for attachments. */
const FILE_ROOT = 'https://cdn.discordapp.com'
const PATIENCE_MS = 20_000

export interface FileOptions {
  /** Without a trailing slash; for tests. */
  readonly fileRoot?: string | undefined
  /** Called before every request. */
  readonly beforeRequest?: (() => void) | undefined
  readonly log: Log
}

/** Returns a file that a member attached. It is only loaded from Discord's own host. */
export function discordFile(
  { url, size }: Pick<Attachment, 'url' | 'size'>,
  { fileRoot = FILE_ROOT, beforeRequest, log }: FileOptions,
): SentFile {
  const load = async (maxBytes: number) => {
    const address = new URL(url)
    if (address.origin !== fileRoot) throw new Error('the file is on another host')
    beforeRequest?.()
    return await download(address, maxBytes, PATIENCE_MS)
  }
  return sentFile({ platform: 'Discord', size, download: load, log })
}
