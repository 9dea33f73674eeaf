import { dirname } from 'node:path'
import type { Random } from '../../src/core/random.js'
import type { Done } from './recording.js'

const SECTOR = 512

/** A change to a file since its last sync. */
type Change =
  | { readonly kind: 'write'; readonly offset: number; readonly data: Buffer; readonly size: number }
  /** A file that shrinks reads as zeros there when it grows again. */
  | { readonly kind: 'zero'; readonly offset: number; readonly end: number; readonly size: number }

interface File {
  /** Content that is certainly on disk. */
  synced: Buffer
  /** The program's view, with everything. */
  size: number
  changes: Change[]
}

interface Folder {
  /** The names that the disk certainly has. */
  readonly synced: Map<string, Thing>
  /** The program's view. */
  readonly seen: Map<string, Thing>
  renames: Rename[]
}

/** One change of names in a folder: a name now refers to an object, or to nothing. A rename is two. */
interface Rename {
  readonly names: readonly (readonly [path: string, thing: Thing | undefined])[]
  /** Its position among the changes of all folders. */
  readonly at: number
}

type Thing = { readonly file: File } | { readonly folder: Folder }

/** The disk's content after a power cut: files by path, and folders. */
export interface Image {
  readonly files: ReadonlyMap<string, Buffer>
  readonly folders: readonly string[]
}

/** How a cut treats unsynced changes. */
const MANNERS = ['kept', 'dropped', 'torn', 'torn', 'torn', 'mostly kept', 'mostly dropped'] as const

/**
 * A disk that does what it must and nothing more. Synced data is there; of everything else, each sector of 512 bytes
 * has any state since the last sync, or a torn one, and so do file sizes; names may or may not be there.
 */
export class Disk {
  private readonly byInode = new Map<bigint, Thing>()
  private readonly root: Folder = emptyFolder()
  private renamed = 0

  /** `path` is the folder in which everything happens; it exists from the start. */
  constructor(
    private readonly path: string,
    private readonly random: Random,
  ) {}

  /** Applies what the program did. */
  take(done: Done): void {
    switch (done.did) {
      case 'open':
        this.open(done.path, done.inode, done.created)
        break
      case 'write':
        this.write(done.inode, done.offset, done.data)
        break
      case 'truncate':
        this.truncate(done.inode, done.size)
        break
      case 'sync':
        this.sync(done.inode)
        break
      case 'fail to sync':
        this.failToSync(done.inode)
        break
      case 'mkdir':
        this.rename([[done.path, { folder: emptyFolder() }]])
        break
      case 'unlink':
        this.rename([[done.path, undefined]])
        break
      case 'link':
        this.rename([[done.to, this.at(done.from)]])
        break
      case 'rename':
        this.rename([
          [done.to, this.at(done.from)],
          [done.from, undefined],
        ])
        break
      case 'tell':
        break
    }
  }

  /** Returns a state that a power cut now could leave. */
  cut(): Image {
    const { random } = this
    const files = new Map<string, Buffer>()
    const folders: string[] = []
    const manner = MANNERS[random.below(MANNERS.length)] as (typeof MANNERS)[number]
    const keeps = { kept: 100, dropped: 0, torn: 50, 'mostly kept': 95, 'mostly dropped': 5 }[manner]
    const keep = () => random.below(100) < keeps
    // A journal preserves the order of names; nothing else must.
    const inOrder = random.below(2) === 0
    const upTo = keeps === 100 ? this.renamed : keeps === 0 ? 0 : random.below(this.renamed + 1)
    const survives = ({ at }: Rename) => (inOrder ? at < upTo : keep())
    const visit = (folder: Folder) => {
      const names = new Map(folder.synced)
      for (const rename of folder.renames)
        if (survives(rename))
          for (const [path, thing] of rename.names) thing ? names.set(path, thing) : names.delete(path)
      for (const [path, thing] of names) {
        if ('file' in thing) files.set(path, fileAfterCut(thing.file, keep, random))
        else {
          folders.push(path)
          visit(thing.folder)
        }
      }
    }
    visit(this.root)
    return { files, folders }
  }

  private folderOf(path: string): Folder {
    const parent = dirname(path)
    if (parent === this.path) return this.root
    const thing = this.folderOf(parent).seen.get(parent)
    if (!thing || !('folder' in thing)) throw new Error(`${parent} is no folder`)
    return thing.folder
  }

  private at(path: string): Thing {
    if (path === this.path) return { folder: this.root }
    const thing = this.folderOf(path).seen.get(path)
    if (!thing) throw new Error(`there is no ${path}`)
    return thing
  }

  private open(path: string, inode: bigint, created: boolean): void {
    if (created) this.rename([[path, { file: { synced: Buffer.alloc(0), size: 0, changes: [] } }]])
    this.byInode.set(inode, this.at(path))
  }

  private rename(names: Rename['names']): void {
    for (const [path, thing] of names) {
      const folder = this.folderOf(path)
      if (thing) folder.seen.set(path, thing)
      else folder.seen.delete(path)
    }
    this.folderOf(names[0]?.[0] as string).renames.push({ names, at: this.renamed++ })
  }

  private file(inode: bigint): File {
    const thing = this.byInode.get(inode)
    if (!thing || !('file' in thing)) throw new Error(`inode ${inode} was never opened as a file`)
    return thing.file
  }

  private write(inode: bigint, offset: number, data: Buffer): void {
    const file = this.file(inode)
    file.size = Math.max(file.size, offset + data.length)
    file.changes.push({ kind: 'write', offset, data, size: file.size })
  }

  private truncate(inode: bigint, size: number): void {
    const file = this.file(inode)
    file.changes.push({ kind: 'zero', offset: size, end: Math.max(size, file.size), size })
    file.size = size
  }

  private sync(inode: bigint): void {
    const thing = this.byInode.get(inode)
    if (!thing) throw new Error(`inode ${inode} was never opened`)
    if ('file' in thing) {
      const { file } = thing
      file.synced = Buffer.from(contents(file, () => file.changes.length, undefined).subarray(0, file.size))
      file.changes = []
      return
    }
    const { folder } = thing
    folder.synced.clear()
    for (const [path, its] of folder.seen) folder.synced.set(path, its)
    folder.renames = []
  }

  /**
   * After a failed sync, the system regards the lost data as written: the program still sees it, and no later sync
   * writes it.
   */
  private failToSync(inode: bigint): void {
    const thing = this.byInode.get(inode)
    if (!thing || !('file' in thing)) return
    const { file } = thing
    const bytes = Buffer.alloc(file.size)
    fileAfterCut(file, () => this.random.below(2) === 0, this.random).copy(bytes)
    file.synced = bytes
    file.changes = []
  }
}

function emptyFolder(): Folder {
  return { synced: new Map(), seen: new Map(), renames: [] }
}

function fileAfterCut(file: File, keep: () => boolean, random: Random): Buffer {
  const { changes, synced } = file
  // Usually all or nothing of the newest; sometimes any state in between.
  const version = () =>
    random.below(3) === 0 ? random.below(changes.length + 1) : keep() ? changes.length : 0
  const bytes = contents(file, version, random)
  const sized = version()
  const size = sized === 0 ? synced.length : (changes[sized - 1] as Change).size
  return bytes.subarray(0, size)
}

/**
 * Returns the bytes when each sector has had as many changes as `version` says. One sector in sixteen, chosen at
 * random, also has the beginning of the next change.
 */
function contents({ synced, changes }: File, version: () => number, random: Random | undefined): Buffer {
  const length = Math.max(synced.length, ...changes.map(({ size }) => size))
  const bytes = Buffer.alloc(length)
  synced.copy(bytes)
  const versions = new Map<number, { seen: number; tears: boolean }>()
  for (const [index, change] of changes.entries()) {
    const end = change.kind === 'write' ? change.offset + change.data.length : change.end
    for (let from = change.offset; from < end; ) {
      const sector = Math.floor(from / SECTOR)
      let to = Math.min(end, (sector + 1) * SECTOR)
      const next = to
      let state = versions.get(sector)
      if (!state) {
        state = { seen: version(), tears: random?.below(16) === 0 }
        versions.set(sector, state)
      }
      const torn = state.tears && index >= state.seen
      if (torn) {
        to = from + (random?.below(to - from) ?? 0)
        state.tears = false
      }
      if (index < state.seen || torn) {
        if (change.kind === 'write') change.data.copy(bytes, from, from - change.offset, to - change.offset)
        else bytes.fill(0, from, to)
      }
      from = next
    }
  }
  return bytes
}
