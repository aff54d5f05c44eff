import type { ThemeId } from '../../shared/model/ids.ts'
import { PART_KINDS, type Block, type Part, type PartKind, type RecordDocument } from '../../shared/record/document.ts'
import type { SessionRecord } from '../../shared/record/record.ts'
import type { Translate } from '../../shared/text/translate.ts'

// The document of a record as it lies on the desk: each part and block with a key that stays when the record grows, and, for
// who edits it, a place for what is not written yet.

export interface Piece {
  readonly key: string
  readonly block: Block
  /** Below it stands the sentence of this theme, to be written in. */
  readonly sentence?: ThemeId
}

export interface PaperPart {
  /** Also the id of its heading. */
  readonly key: string
  readonly kind: PartKind | undefined
  readonly title: string
  readonly foot: boolean
  readonly pieces: readonly Piece[]
  /** How many list items and table rows it has; 0 where it has none. */
  readonly count: number
  /** Nothing was written in it yet. */
  readonly isEmpty: boolean
  /** Of a part about one theme. */
  readonly theme?: ThemeId
}

/** What is there to be written in beside the document itself. */
export interface Edited {
  readonly record: SessionRecord
  /** Only a record that people have is corrected. */
  readonly isShared: boolean
  /** In the record's own language. */
  readonly t: Translate
}

export function paperOf(document: RecordDocument, edited: Edited | null): PaperPart[] {
  const parts = edited ? withRoom(document.parts, edited) : document.parts
  const kept = new Set(edited?.record.notes.flatMap((note) => (note.omitted || note.staysInGroup ? note.id : [])))
  const told = new Set<string>()
  const uses = new Map<string, number>()
  return parts.map((part) => {
    const theme = 'theme' in part ? (part as RoomForTheme).theme : undefined
    const kind = part.kind ?? 'part'
    const nth = uses.get(kind) ?? 0
    uses.set(kind, nth + 1)
    return {
      key: theme === undefined ? `${kind}-${nth}` : `${kind}-${theme}`,
      kind: part.kind,
      title: part.title,
      foot: part.foot === true,
      pieces: edited ? roomIn(keyed(part.blocks), part.kind, told) : keyed(part.blocks),
      count: countIn(part, kept),
      isEmpty: part.blocks.length === 0 && theme === undefined,
      ...(theme !== undefined && { theme }),
    }
  })
}

type RoomForTheme = Part & { readonly theme: ThemeId }

/** What stands under one heading goes by it, so that a note that comes moves nothing but what is below it. */
function keyed(blocks: readonly Block[]): Piece[] {
  let heading = ''
  const uses = new Map<string, number>()
  return blocks.map((block) => {
    if (block.kind === 'subheading') heading = block.theme ?? block.text
    const name = `${block.kind}-${heading}`
    const nth = uses.get(name) ?? 0
    uses.set(name, nth + 1)
    return { key: nth === 0 ? name : `${name}-${nth}`, block }
  })
}

/** Words that are written in fields are not drawn beside them; a theme's sentence stands at its first heading. */
function roomIn(pieces: readonly Piece[], kind: PartKind | undefined, told: Set<string>): Piece[] {
  if (kind === 'inShort') return pieces.filter(({ block }) => block.kind !== 'paragraph')
  if (kind === 'deepened' || kind === 'decisions' || kind === 'corrections') return []
  let theme: string | undefined
  return pieces.flatMap((piece) => {
    const { block } = piece
    if (block.kind === 'subheading') {
      theme = block.theme
      if (theme === undefined || told.has(theme)) return [piece]
      told.add(theme)
      return [{ ...piece, sentence: theme as ThemeId }]
    }
    return block.kind === 'paragraph' && theme !== undefined ? [] : [piece]
  })
}

/** The parts that can be written in are there before anything is; a deepened theme, also while nothing was written of it. */
function withRoom(parts: readonly Part[], { record, isShared, t }: Edited): Part[] {
  const empty = (kind: PartKind, title: string): Part => ({ kind, title, blocks: [] })
  const titleOf = new Map(
    record.themes.map(({ id, title }) => [id, title.trim() === '' ? t('record.untitled') : title]),
  )
  const deepened = record.deepened.map(({ theme }): RoomForTheme => ({
    ...empty('deepened', t('record.deepened', { title: titleOf.get(theme) ?? '' })),
    theme: theme as ThemeId,
  }))
  const room = [
    empty('inShort', t('record.inShort')),
    empty('decisions', t('record.decisions')),
    empty('commitments', t('record.commitments')),
    ...(isShared || record.corrections ? [empty('corrections', t('record.corrections'))] : []),
  ]
  const there = parts.filter(({ kind }) => kind !== 'deepened')
  const missing = room.filter(({ kind }) => !there.some((part) => part.kind === kind))
  const placeOf = ({ kind }: Part): number => (kind === undefined ? -1 : PART_KINDS.indexOf(kind))
  // Sorting keeps the order of parts of one kind.
  return [...there, ...deepened, ...missing].sort((a, b) => placeOf(a) - placeOf(b))
}

function countIn({ blocks, foot }: Part, kept: ReadonlySet<string>): number {
  if (foot) return 0
  return blocks.reduce((sum, block) => {
    if (block.kind === 'list') return sum + block.items.length - (block.notes ?? []).filter((id) => kept.has(id)).length
    return block.kind === 'table' || (block.kind === 'picture' && !block.isTold) ? sum + block.rows.length : sum
  }, 0)
}
