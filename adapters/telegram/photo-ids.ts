const MAX_PHOTOS = 1_000

/** The photos that Telegram has already, by what they show: each is uploaded once, as long as it is remembered. */
export class PhotoIds {
  private readonly ids = new Map<string, string>()

  /** `key`: digest of the picture. */
  find(key: string): string | undefined {
    const id = this.ids.get(key)
    if (id !== undefined) this.keep(key, id)
    return id
  }

  keep(key: string, id: string): void {
    this.ids.delete(key)
    if (this.ids.size >= MAX_PHOTOS) this.ids.delete(this.ids.keys().next().value as string)
    this.ids.set(key, id)
  }

  forget(key: string): void {
    this.ids.delete(key)
  }
}
