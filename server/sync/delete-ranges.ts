export interface DeleteRange {
  readonly clock: number
  readonly len: number
}

/** What an update deletes: per Yjs client, in order and without overlaps. */
export class DeleteRanges {
  readonly clients: ReadonlyMap<number, readonly DeleteRange[]>

  constructor(clients: Map<number, DeleteRange[]>) {
    // Yjs writes them in order; other programs may not.
    for (const [client, ranges] of clients) if (!isInOrder(ranges)) clients.set(client, merged(ranges))
    this.clients = clients
  }

  /** How many of the clocks from `clock` on, `length` of them, are deleted. */
  covered(client: number, clock: number, length: number): number {
    const ranges = this.clients.get(client)
    if (!ranges) return 0
    let low = 0
    let high = ranges.length
    while (low < high) {
      const middle = (low + high) >> 1
      const range = ranges[middle]
      if (range && range.clock + range.len <= clock) low = middle + 1
      else high = middle
    }
    let covered = 0
    for (let i = low; i < ranges.length; i++) {
      const range = ranges[i]
      if (!range || range.clock >= clock + length) break
      covered += Math.min(clock + length, range.clock + range.len) - Math.max(clock, range.clock)
    }
    return covered
  }
}

function isInOrder(ranges: readonly DeleteRange[]): boolean {
  let end = 0
  for (const { clock, len } of ranges) {
    if (clock < end) return false
    end = clock + len
  }
  return true
}

function merged(ranges: readonly DeleteRange[]): DeleteRange[] {
  const apart: DeleteRange[] = []
  for (const range of ranges.toSorted((a, b) => a.clock - b.clock)) {
    const last = apart.at(-1)
    if (last && last.clock + last.len >= range.clock) {
      const end = Math.max(last.clock + last.len, range.clock + range.len)
      apart[apart.length - 1] = { clock: last.clock, len: end - last.clock }
    } else apart.push(range)
  }
  return apart
}
