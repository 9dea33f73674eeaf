import { snowflake } from './shapes.js'

/** A file that a member attached to a command. */
export class FakeFile {
  readonly id = snowflake()
  readonly bytes: Uint8Array
  readonly #about: { readonly name: string; readonly contentType: string }
  readonly #root: string

  constructor(root: string, { bytes, ...about }: { name: string; bytes: Uint8Array; contentType: string }) {
    this.#root = root
    this.#about = about
    this.bytes = bytes
  }

  get path(): string {
    return `/ephemeral-attachments/${this.id}/${this.#about.name}`
  }

  /** As an interaction has it. */
  get api(): Record<string, unknown> {
    const { name, contentType } = this.#about
    const url = `${this.#root}${this.path}?ex=1&hm=2`
    return {
      ...{ id: this.id, filename: name, size: this.bytes.length, url, proxy_url: url },
      ...{ content_type: contentType, ephemeral: true },
    }
  }
}
