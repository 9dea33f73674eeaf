import type { Picture } from './drawing.js'

/** Keeps the pictures that were used last, up to a number of bytes. */
export class PictureCache {
  private readonly pictures = new Map<string, Picture>()
  private bytes = 0

  constructor(private readonly maxBytes: number) {}

  get(key: string): Picture | undefined {
    const picture = this.pictures.get(key)
    if (picture) {
      this.pictures.delete(key)
      this.pictures.set(key, picture)
    }
    return picture
  }

  add(picture: Picture): void {
    if (this.pictures.has(picture.key)) return
    this.pictures.set(picture.key, picture)
    this.bytes += picture.bytes.length
    for (const [key, { bytes }] of this.pictures) {
      if (this.bytes <= this.maxBytes) return
      this.pictures.delete(key)
      this.bytes -= bytes.length
    }
  }
}
