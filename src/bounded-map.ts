/** Map of at most `max` entries. One more makes it forget the entry that was set longest ago. */
export class BoundedMap<Key, Value> extends Map<Key, Value> {
  constructor(private readonly max: number) {
    super()
  }

  override set(key: Key, value: Value): this {
    // Deleted first, so that it becomes the newest.
    this.delete(key)
    if (this.size >= this.max) this.delete(this.keys().next().value as Key)
    return super.set(key, value)
  }
}
