import type { SessionRecord } from '../../shared/record/record.ts'
import type { PaperPart } from './paper.ts'

/** A part in the list beside the paper; `count` is of its list items and table rows, 0 where it has none. */
export interface OutlineLine {
  /** The id of its heading on the page; null for what is not on the paper. */
  readonly anchor: string | null
  readonly title: string
  readonly count: number
  readonly isEmpty: boolean
}

/** The id of the heading of it all. */
export const HEAD = 'record-head'

/** The parts on the paper, then the zones of which nothing stands there. */
export function outlineOf(parts: readonly PaperPart[], zones: SessionRecord['zones'] = []): OutlineLine[] {
  const there = new Set(parts.map(({ title }) => title))
  // The aspects of a presentation stand together under whose it is.
  const empty = zones.filter(({ kind, title }) => kind !== 'presentation' && title.trim() !== '' && !there.has(title))
  return [
    ...parts.map(({ key, title, count, isEmpty }) => ({ anchor: key, title, count, isEmpty })),
    ...empty.map(({ title }) => ({ anchor: null, title, count: 0, isEmpty: true })),
  ]
}
