import type { Place } from '../../core/place.js'

/** Places remembered at most; then they are all forgotten. */
const MAX_PLACES = 10_000

/**
 * Remembers the chats whose communities pay no starting sum, so that their commands needn't ask the database each time.
 * Only this process changes that: whatever might, runs inside `changing`, and everything is forgotten. With a `maxPlaces`
 * of 0 it remembers none, for a database that several programs change.
 */
export class QuietPlaces {
  private readonly places = new Set<string>()
  private changes = 0
  private running = 0

  constructor(private readonly maxPlaces = MAX_PLACES) {}

  has(place: Place): boolean {
    return this.places.has(keyOf(place))
  }

  /** Runs a look whose result says whether a place is quiet; remembers it, unless something changed meanwhile. */
  async look<Outcome>(
    place: Place,
    work: () => Promise<Outcome>,
    isQuiet: (outcome: Outcome) => boolean,
  ): Promise<Outcome> {
    const before = this.changes
    const outcome = await work()
    if (this.maxPlaces > 0 && isQuiet(outcome) && this.running === 0 && this.changes === before) {
      if (this.places.size >= this.maxPlaces) this.places.clear()
      this.places.add(keyOf(place))
    }
    return outcome
  }

  /** Runs something that may turn starting sums on or move chats to other communities. */
  async changing<Outcome>(work: () => Promise<Outcome>): Promise<Outcome> {
    this.changes++
    this.running++
    this.places.clear()
    try {
      return await work()
    } finally {
      this.running--
      this.changes++
      this.places.clear()
    }
  }
}

function keyOf({ platform, chat }: Place): string {
  return `${platform} ${chat}`
}
