/** One thing that a program did to its files, or reported, in order. Offsets and sizes are bytes. */
export type Done =
  | { readonly did: 'open'; readonly path: string; readonly inode: bigint; readonly created: boolean }
  | { readonly did: 'write'; readonly inode: bigint; readonly offset: number; readonly data: Buffer }
  | { readonly did: 'truncate'; readonly inode: bigint; readonly size: number }
  | { readonly did: 'sync' | 'fail to sync'; readonly inode: bigint }
  | { readonly did: 'mkdir' | 'unlink'; readonly path: string }
  | { readonly did: 'link' | 'rename'; readonly from: string; readonly to: string }
  | { readonly did: 'tell'; readonly text: string }

const HEAD = 21

/** Parses the shim's recording; see disk-shim.c for the format. */
export function readRecording(bytes: Buffer): Done[] {
  const all: Done[] = []
  for (let at = 0; at < bytes.length; ) {
    const step = String.fromCharCode(bytes.readUInt8(at))
    const length = bytes.readUInt32LE(at + 1)
    const inode = bytes.readBigUInt64LE(at + 5)
    const number = Number(bytes.readBigInt64LE(at + 13))
    const data = bytes.subarray(at + HEAD, at + HEAD + length)
    all.push(...read(step, inode, number, data))
    at += HEAD + length
  }
  return all
}

function read(step: string, inode: bigint, number: number, data: Buffer): Done[] {
  const path = data.toString()
  const [from = '', to = ''] = path.split('\0')
  switch (step) {
    case 'c':
    case 'd':
    case 'o': {
      const open: Done = { did: 'open', path, inode, created: step === 'c' }
      return number === 1 ? [open, { did: 'truncate', inode, size: 0 }] : [open]
    }
    case 'w':
      return [{ did: 'write', inode, offset: number, data }]
    case 't':
      return [{ did: 'truncate', inode, size: number }]
    case 's':
      return [{ did: 'sync', inode }]
    case 'f':
      return [{ did: 'fail to sync', inode }]
    case 'm':
      return [{ did: 'mkdir', path }]
    case 'u':
      return [{ did: 'unlink', path }]
    case 'l':
      return [{ did: 'link', from, to }]
    case 'r':
      return [{ did: 'rename', from, to }]
    case '!':
      return [{ did: 'tell', text: path }]
    default:
      throw new Error(`the recording has a step ${JSON.stringify(step)} that nobody knows`)
  }
}
