import { createSubscriber, SvelteMap } from 'svelte/reactivity'
import type * as Y from 'yjs'
import * as write from '../../shared/doc/commands.ts'
import { readMarks, readNote, readTheme, readZone, type BoardRoots } from '../../shared/doc/layout.ts'
import { touchedIn } from '../../shared/doc/touched.ts'
import { ownUndo } from '../../shared/doc/undo.ts'
import type { freeSpot } from '../../shared/model/arrange.ts'
import { byOrder, byRank, type Board, type Marks } from '../../shared/model/board.ts'
import { BOUNDS } from '../../shared/model/bounds.ts'
import { newIntentId, type NoteId, type ThemeId, type ZoneId } from '../../shared/model/ids.ts'
import type { Note, NoteKind } from '../../shared/model/note.ts'
import type { Actor } from '../../shared/model/rights.ts'
import { COLOURS, type Colour, type Theme } from '../../shared/model/theme.ts'
import type { Zone } from '../../shared/model/zone.ts'
import type { Change, Intent } from '../net/intents.ts'
import { carryOut, type Undone } from './replay.ts'

export interface BoardChange {
  readonly notes: ReadonlySet<NoteId>
  readonly themes: ReadonlySet<ThemeId>
  readonly zones: boolean
}

/** One note as a component sees it: its snapshot is replaced when it changes, and wakes its own card alone. */
export class LiveNote {
  readonly id: NoteId
  note = $state.raw() as Note
  unsaved = $state(false)

  constructor(note: Note, unsaved: boolean) {
    this.id = note.id
    this.note = note
    this.unsaved = unsaved
  }
}

export class LiveTheme {
  readonly id: ThemeId
  theme = $state.raw() as Theme

  constructor(theme: Theme) {
    this.id = theme.id
    this.theme = theme
  }
}

export interface WriteAt {
  readonly zone: ZoneId
  readonly x?: number
  readonly y?: number
  readonly kind?: NoteKind
  readonly theme?: ThemeId | null
  readonly buildsOn?: NoteId | null
  /** In whose name, when it is not one's own. */
  readonly behalf?: write.Writer | null
}

/** Who writes here, and whether their themes are proposals. */
export interface Self extends write.Writer {
  readonly proposes: boolean
}

/** Where a new note would lie: a wish. Until what works it out is there, the start of the zone: it finds room by itself. */
let spotIn: typeof freeSpot = () => ({ x: 0, y: 0 })

/** Working out free places is much code, which a phone does not wait for. */
export function wishBy(find: typeof freeSpot): void {
  spotIn = find
}

/** A board as runes and verbs. The document behind it may be replaced (a reset); this object stays. */
export class LiveBoard {
  readonly notes = new SvelteMap<NoteId, LiveNote>()
  readonly themes = new SvelteMap<ThemeId, LiveTheme>()
  zones = $state.raw<readonly Zone[]>([])
  ready = $state(false)

  readonly #now = {
    notes: new Map<NoteId, Note>(),
    themes: new Map<ThemeId, Theme>(),
    zones: new Map<ZoneId, Zone>(),
    marks: new Map<NoteId, Marks>(),
  }
  readonly #self: () => Self
  readonly #meant: (intent: Intent) => void
  #isAgain = false
  /** Known before the notes are: what an earlier visit left unsent comes with this device's copy, a moment later. */
  #unsaved: ReadonlySet<string> = new Set()
  readonly #listeners = new Set<(change: BoardChange) => void>()
  #doc: write.BoardDoc | null = null
  #undo: Y.UndoManager | null = null
  #wakeUndo: () => void = () => undefined
  readonly #watchUndo = createSubscriber((update) => {
    this.#wakeUndo = update
    return () => (this.#wakeUndo = () => undefined)
  })

  /** @param meant called with each act on this device, before the update with it is sent. */
  constructor(self: () => Self, meant: (intent: Intent) => void) {
    this.#self = self
    this.#meant = meant
  }

  /** The board at this moment, plain and not reactive. Its maps change in place. */
  get now(): Board {
    return this.#now
  }

  /** Called after each transaction, outside runes: for what draws by itself. */
  onChange(listener: (change: BoardChange) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Binds the board to a document, and lets go of the former one. */
  attach(doc: Y.Doc): void {
    this.#undo?.destroy()
    const board = (this.#doc = write.boardDoc(doc))
    this.#undo = ownUndo(board)
    for (const event of ['stack-item-added', 'stack-item-popped', 'stack-cleared'] as const) {
      this.#undo.on(event, () => this.#wakeUndo())
    }
    doc.on('afterTransaction', (transaction) => {
      if (this.#doc !== board || transaction.changed.size === 0) return
      const notes = touchedIn(board.notes, transaction) as Set<NoteId>
      const themes = touchedIn(board.themes, transaction) as Set<ThemeId>
      const were = transaction.local && {
        notes: picked(this.#now.notes, notes),
        themes: picked(this.#now.themes, themes),
      }
      this.#refresh(
        board,
        notes,
        themes,
        transaction.changed.has(board.zones as never),
        touchedIn(board.marks, transaction) as Set<NoteId>,
      )
      if (were) this.#tellMeant(transaction, were)
    })
    const known = [...this.notes.keys(), ...board.notes.keys()] as NoteId[]
    const themes = [...this.themes.keys(), ...board.themes.keys()] as ThemeId[]
    this.#refresh(board, new Set(known), new Set(themes), true, new Set(known))
    this.#wakeUndo()
  }

  #tellMeant(
    { doc, beforeState, afterState }: Y.Transaction,
    were: { notes: Map<NoteId, Note | null>; themes: Map<ThemeId, Theme | null> },
  ): void {
    const clock = afterState.get(doc.clientID) ?? 0
    const notes = changed(were.notes, this.#now.notes)
    const themes = changed(were.themes, this.#now.themes)
    if (notes.length + themes.length === 0) return
    this.#meant({
      id: newIntentId(),
      author: this.#self().author,
      client: doc.clientID,
      until: clock > (beforeState.get(doc.clientID) ?? 0) ? clock : null,
      again: this.#isAgain,
      notes,
      themes,
    })
  }

  /** Marks what is not on the server's disk yet. */
  markUnsaved(ids: readonly string[]): void {
    this.#unsaved = new Set(ids)
    for (const live of this.notes.values()) {
      if (live.unsaved !== this.#unsaved.has(live.id)) live.unsaved = this.#unsaved.has(live.id)
    }
  }

  #refresh(board: BoardRoots, notes: Set<NoteId>, themes: Set<ThemeId>, zones: boolean, marks: Set<NoteId>): void {
    for (const id of notes) {
      const note = readNote(id, board.notes.get(id))
      const live = this.notes.get(id)
      if (!note) {
        this.#now.notes.delete(id)
        if (live) this.notes.delete(id)
      } else {
        this.#now.notes.set(id, note)
        if (live) live.note = note
        else this.notes.set(id, new LiveNote(note, this.#unsaved.has(id)))
      }
    }
    for (const id of themes) {
      const theme = readTheme(id, board.themes.get(id))
      const live = this.themes.get(id)
      if (!theme) {
        this.#now.themes.delete(id)
        if (live) this.themes.delete(id)
      } else {
        this.#now.themes.set(id, theme)
        if (live) live.theme = theme
        else this.themes.set(id, new LiveTheme(theme))
      }
    }
    for (const id of marks) {
      const counted = readMarks(board.marks.get(id))
      if (counted) this.#now.marks.set(id, counted)
      else this.#now.marks.delete(id)
    }
    if (zones) this.#refreshZones(board)
    for (const listener of this.#listeners) listener({ notes, themes, zones })
  }

  #refreshZones(board: BoardRoots): void {
    this.#now.zones.clear()
    for (const [id, value] of board.zones) {
      const zone = readZone(id, value)
      if (zone) this.#now.zones.set(zone.id, zone)
    }
    this.zones = [...this.#now.zones.values()].sort(byOrder)
  }

  #write<T>(verb: (board: write.BoardDoc) => T): T {
    if (!this.#doc) throw new Error('the board is not open yet')
    return verb(this.#doc)
  }

  /** Writes a note; null when there is nothing to write or it is too long. Without a place it takes a free one. */
  write(text: string, at: WriteAt): NoteId | null {
    const trimmed = text.trim()
    if (trimmed === '' || trimmed.length > BOUNDS.noteText) return null
    const { author, organisation } = at.behalf ?? this.#self()
    const spot = at.x === undefined || at.y === undefined ? spotIn(this.#now, at.zone, trimmed) : { x: at.x, y: at.y }
    return this.#write((board) =>
      write.writeNote(board, { author, organisation }, { ...at, ...spot, text: trimmed }, Date.now()),
    )
  }

  rewrite(id: NoteId, text: string): void {
    this.#write((board) => write.rewriteNote(board, id, text.trim()))
  }

  withdraw(ids: readonly NoteId[]): void {
    this.#write((board) => write.withdrawNotes(board, ids))
  }

  move(moves: readonly write.Move[]): void {
    this.#write((board) => write.moveNotes(board, moves))
  }

  putInTheme(
    ids: readonly NoteId[],
    theme: ThemeId,
    to: { after?: NoteId | null; before?: NoteId; zone?: ZoneId } = {},
  ): void {
    this.#write((board) => write.putInTheme(board, ids, theme, to))
  }

  takeOut(ids: readonly NoteId[]): void {
    this.#write((board) => write.takeOutOfTheme(board, ids))
  }

  stack(ids: readonly NoteId[], top: NoteId): void {
    this.#write((board) => write.stackNotes(board, ids, top))
  }

  unstack(ids: readonly NoteId[]): void {
    this.#write((board) => write.unstackNotes(board, ids))
  }

  makeTheme(title: string, of: { zone: ZoneId | null; notes?: readonly NoteId[]; colour?: Colour }): ThemeId {
    const { author, organisation, proposes } = this.#self()
    const theme = {
      title,
      zone: of.zone,
      colour: of.colour ?? this.#nextColour(),
      status: proposes ? ('proposed' as const) : ('theme' as const),
    }
    return this.#write((board) => write.makeTheme(board, { author, organisation }, theme, Date.now(), of.notes))
  }

  renameTheme(id: ThemeId, title: string): void {
    this.#write((board) => write.renameTheme(board, id, title))
  }

  summarise(id: ThemeId, summary: string): void {
    this.#write((board) => write.summariseTheme(board, id, summary))
  }

  colour(id: ThemeId, colour: Colour): void {
    this.#write((board) => write.colourTheme(board, id, colour))
  }

  accept(id: ThemeId): void {
    this.#write((board) => write.acceptTheme(board, id))
  }

  orderTheme(id: ThemeId, after: ThemeId | null, zone?: ZoneId | null): void {
    this.#write((board) => write.orderTheme(board, id, after, zone))
  }

  orderThemes(ids: readonly ThemeId[]): void {
    this.#write((board) => write.orderThemes(board, ids))
  }

  orderNotes(ids: readonly NoteId[]): void {
    this.#write((board) => write.orderNotes(board, ids))
  }

  mergeThemes(from: ThemeId, into: ThemeId): void {
    this.#write((board) => write.mergeThemes(board, from, into))
  }

  removeTheme(id: ThemeId): void {
    this.#write((board) => write.removeTheme(board, id))
  }

  /** Does again what a dropped document held, as one act; what cannot be done any more is told. A pad has others' zones. */
  carryOut(intent: Intent, actor: Actor, zones: Board['zones'] = this.#now.zones): readonly Undone[] {
    this.#isAgain = true
    try {
      return this.#write((board) => carryOut(board, { ...this.#now, zones }, actor, intent))
    } finally {
      this.#isAgain = false
    }
  }

  /** Undoes the last own act; others' work is never touched. */
  undo(): void {
    this.#undo?.undo()
  }

  redo(): void {
    this.#undo?.redo()
  }

  get canUndo(): boolean {
    this.#watchUndo()
    return this.#undo?.canUndo() ?? false
  }

  get canRedo(): boolean {
    this.#watchUndo()
    return this.#undo?.canRedo() ?? false
  }

  /** The least used colour, the first of the table where several are. */
  #nextColour(): Colour {
    const uses = new Map<Colour, number>(COLOURS.map((colour) => [colour, 0]))
    for (const theme of this.#now.themes.values()) uses.set(theme.colour, (uses.get(theme.colour) ?? 0) + 1)
    return [...uses].reduce((least, one) => (one[1] < least[1] ? one : least))[0]
  }
}

const picked = <Id, T>(all: ReadonlyMap<Id, T>, ids: Iterable<Id>): Map<Id, T | null> =>
  new Map([...ids].map((id) => [id, all.get(id) ?? null]))

const changed = <T extends Note | Theme>(
  were: ReadonlyMap<T['id'], T | null>,
  now: ReadonlyMap<T['id'], T>,
): Change<T>[] =>
  [...were]
    .map(([id, was]) => ({ id, was, is: now.get(id) ?? null }))
    .filter(({ was, is }) => JSON.stringify(was) !== JSON.stringify(is))

/** Themes in the facilitator's order. */
export const themesInOrder = (board: LiveBoard): Theme[] =>
  [...board.themes.values()].map((live) => live.theme).sort(byRank)
