interface Stackable {
  readonly id: string
  readonly under?: string | null
}

/**
 * The top note of every note's stack: itself when it lies under none. A note under one that is gone is its own top;
 * of notes that lie under each other in a ring the oldest is the top, so that none of them gets lost.
 */
export function stackTops(notes: Iterable<Stackable>): Map<string, string> {
  const byId = new Map([...notes].map((note) => [note.id, note]))
  const tops = new Map<string, string>()
  for (const start of byId.values()) {
    const path: string[] = []
    let at = start.id
    let top = tops.get(at)
    while (top === undefined) {
      const ringFrom = path.indexOf(at)
      if (ringFrom >= 0) {
        top = path.slice(ringFrom).reduce((oldest, id) => (id < oldest ? id : oldest))
        break
      }
      path.push(at)
      const under = byId.get(at)?.under
      if (under === undefined || under === null || !byId.has(under)) top = at
      else top = tops.get((at = under))
    }
    for (const id of path) tops.set(id, top)
  }
  return tops
}
