import type { Part, RecordDocument } from '../../shared/record/document.ts'

/** A part in the list beside the paper; `count` is of its list items and table rows, 0 where it has none. */
export interface OutlineLine {
  /** The id of its heading on the page. */
  readonly anchor: string
  readonly title: string
  readonly count: number
}

export const anchorOf = (index: number): string => `part-${index}`

export const outlineOf = (document: RecordDocument): OutlineLine[] =>
  document.parts.map((part, index) => ({ anchor: anchorOf(index), title: part.title, count: countIn(part) }))

function countIn({ blocks, foot }: Part): number {
  if (foot) return 0
  return blocks.reduce((sum, block) => {
    if (block.kind === 'list') return sum + block.items.length
    return block.kind === 'table' || (block.kind === 'picture' && !block.isTold) ? sum + block.rows.length : sum
  }, 0)
}
