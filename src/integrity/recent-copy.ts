/** A temporary file with one state of a server's database. */
export interface TemporaryCopy {
  readonly file: string
  remove(): void
}

interface Shared {
  readonly copy: Promise<TemporaryCopy>
  readers: number
}

/**
 * Shares a copy among the reads that begin within `maxAge` milliseconds of it, because copying takes long. Deletes it
 * afterwards, once its last reader is done.
 */
export class RecentCopy {
  private recent: Shared | undefined
  private timer: NodeJS.Timeout | undefined

  constructor(
    private readonly make: () => Promise<TemporaryCopy>,
    private readonly maxAge: number,
  ) {}

  /** Calls `read` with the file. Rejects with the error of making the copy, or with that of `read`. */
  async read<Result>(read: (file: string) => Promise<Result>): Promise<Result> {
    const shared = this.recent ?? this.begin()
    shared.readers++
    try {
      const { file } = await shared.copy
      return await read(file)
    } catch (error) {
      // A copy that failed, or that can't be read, helps no one else.
      if (this.recent === shared) this.end()
      throw error
    } finally {
      shared.readers--
      if (this.recent !== shared) this.removeUnread(shared)
    }
  }

  /** Deletes the copy as soon as no one reads it; the next read begins a new one. */
  end(): void {
    clearTimeout(this.timer)
    const shared = this.recent
    this.recent = undefined
    if (shared) this.removeUnread(shared)
  }

  private begin(): Shared {
    this.timer = setTimeout(() => this.end(), this.maxAge).unref()
    this.recent = { copy: this.make(), readers: 0 }
    return this.recent
  }

  private removeUnread({ copy, readers }: Shared): void {
    if (readers > 0) return
    copy.then(
      ({ remove }) => remove(),
      () => undefined,
    )
  }
}
