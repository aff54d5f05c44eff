// Where things stand on a picture of the board: in columns, in the order of the record, each as high as there is room.

/** A column is as wide as a note in its tray. */
export const COLUMN = 242
export const GAP = 16

export interface Block {
  /** How many columns it takes. */
  readonly span: number
  readonly height: number
}

export interface Placed<T extends Block> {
  readonly block: T
  readonly column: number
  readonly y: number
}

/** Blocks in `columns` columns: each where it comes highest, the first of those. `height` is without the last gap. */
export function inColumns<T extends Block>(
  blocks: readonly T[],
  columns: number,
  gap = GAP,
): { placed: Placed<T>[]; height: number; used: number } {
  const heights = Array.from({ length: columns }, () => 0)
  const placed = blocks.map((block) => {
    const span = Math.min(block.span, columns)
    let best = 0
    let lowest = Infinity
    for (let from = 0; from + span <= columns; from++) {
      const y = Math.max(...heights.slice(from, from + span))
      if (y < lowest) [best, lowest] = [from, y]
    }
    heights.fill(lowest + block.height + gap, best, best + span)
    return { block, column: best, y: lowest }
  })
  return {
    placed,
    height: Math.max(0, Math.max(...heights) - gap),
    used: heights.filter((height) => height > 0).length,
  }
}

/** How many columns give what lies in one of this height about the shape of a sheet on its side. */
export const columnsFor = (height: number, wide = 1.1): number =>
  Math.max(1, Math.round(Math.sqrt((height / COLUMN) * wide)))
