import type { OrganisationLook } from '../model/organisation-look.ts'
import type { Chord } from './chord.ts'

// What a record says, before any format: headings, paragraphs, lists, tables. Markdown, HTML and whatever comes later
// (Word, PDF) render this and nothing else, so that all formats hold the same in the same order.

/** `words` are the product's, `said` are people's: these may be in any script, and hold any mark-up character. */
export type InlineKind = 'words' | 'said' | 'strong' | 'emphasis'

export interface Inline {
  readonly kind: InlineKind
  readonly text: string
}

export type Line = readonly Inline[]

export interface Fact {
  /** With its own punctuation: a French colon has a space before it. */
  readonly label?: string
  readonly text: string
}

export type Block =
  /** `theme`: the id of the theme that it names, for a page on which it is edited. */
  | { readonly kind: 'subheading'; readonly text: string; readonly theme?: string }
  | { readonly kind: 'paragraph'; readonly line: Line }
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  | {
      readonly kind: 'list'
      readonly ordered: boolean
      readonly items: readonly Line[]
      /** Where each item is a note: their ids, for a page on which they are left out. */
      readonly notes?: readonly string[]
    }
  | { readonly kind: 'table'; readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] }
  | Picture

/** Who took what from whom, with the same in a table. A format without pictures has the table alone. */
export interface Picture {
  readonly kind: 'picture'
  readonly alt: string
  readonly chord: Chord
  readonly looks: ReadonlyMap<string, OrganisationLook>
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** The rows that no line around it says: all that a file prints, where each text stands once. */
  readonly untold: readonly (readonly string[])[]
  /** There are none of those. */
  readonly isTold: boolean
}

/** The parts of the record of one session, in their order. */
export const PART_KINDS = [
  'inShort',
  'lookBack',
  'expectations',
  'practice',
  'themed',
  'themes',
  'deepened',
  'decisions',
  'commitments',
  'parked',
  'elsewhere',
  'next',
  'corrections',
  'about',
] as const
export type PartKind = (typeof PART_KINDS)[number]

export interface Part {
  readonly title: string
  /** Which part of the record of a session it is: a page edits each in its own way. Files know nothing of it. */
  readonly kind?: PartKind
  readonly blocks: readonly Block[]
  /** The last part: about the record itself. */
  readonly foot?: true
}

export interface RecordDocument {
  /** A locale, such as nl-BE. */
  readonly locale: string
  readonly title: string
  readonly head: readonly Block[]
  readonly parts: readonly Part[]
}

export const words = (text: string): Inline => ({ kind: 'words', text })
export const said = (text: string): Inline => ({ kind: 'said', text })
export const strong = (text: string): Inline => ({ kind: 'strong', text })
export const emphasis = (text: string): Inline => ({ kind: 'emphasis', text })

// Empty parts vanish: each of these gives nothing when there is nothing to say.

export const part = (title: string, ...blocks: readonly (readonly Block[])[]): Part[] => {
  const all = blocks.flat()
  return all.length === 0 ? [] : [{ title, blocks: all }]
}

export const subheading = (text: string, theme?: string): Block[] => [
  { kind: 'subheading', text, ...(theme !== undefined && { theme }) },
]

/** Says of parts which they are. */
export const partsOf = (kind: PartKind, parts: readonly Part[]): Part[] => parts.map((one) => ({ ...one, kind }))

/** A line of the text is a paragraph. */
export const paragraphs = (text: string): Block[] =>
  text
    .split(/[\r\n]+/)
    .filter((line) => line.trim() !== '')
    .map((line) => ({ kind: 'paragraph', line: [said(line)] }))

/** The facilitator's sentence under a heading. */
export const sentence = (text: string): Block[] =>
  text.trim() === '' ? [] : [{ kind: 'paragraph', line: [emphasis(text)] }]

export const list = (items: readonly Line[], { ordered = false } = {}): Block[] =>
  items.length === 0 ? [] : [{ kind: 'list', ordered, items }]

/** A list of which each item is a note. */
export const noteList = <N extends { readonly id: string }>(notes: readonly N[], lineOf: (note: N) => Line): Block[] =>
  notes.length === 0
    ? []
    : [{ kind: 'list', ordered: false, items: notes.map(lineOf), notes: notes.map(({ id }) => id) }]

export const facts = (...candidates: readonly Fact[]): Block[] => {
  const told = candidates.filter((fact) => fact.text.trim() !== '')
  return told.length === 0 ? [] : [{ kind: 'facts', facts: told }]
}

/** A column in which no row has anything is left out. */
export const table = (columns: readonly string[], rows: readonly (readonly string[])[]): Block[] => {
  if (rows.length === 0) return []
  const used = columns.map((_, index) => rows.some((row) => (row[index] ?? '').trim() !== ''))
  const keep = <T>(cells: readonly T[]): T[] => cells.filter((_, index) => used[index])
  return [{ kind: 'table', columns: keep(columns), rows: rows.map(keep) }]
}
