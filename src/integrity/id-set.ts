/** Ids of one block: 64 Ki bits. */
const BLOCK = 65_536

/** A set of ids that takes a bit for each where they are dense, as row ids are; a Set takes forty bytes. */
export class IdSet {
  private readonly blocks = new Map<number, Uint8Array>()

  add(id: number): void {
    const block = Math.floor(id / BLOCK)
    let bits = this.blocks.get(block)
    if (!bits) {
      bits = new Uint8Array(BLOCK / 8)
      this.blocks.set(block, bits)
    }
    const at = id - block * BLOCK
    bits[at >> 3] = (bits[at >> 3] as number) | (1 << (at & 7))
  }

  has(id: number): boolean {
    const block = Math.floor(id / BLOCK)
    const at = id - block * BLOCK
    return (((this.blocks.get(block)?.[at >> 3] ?? 0) >> (at & 7)) & 1) === 1
  }
}
