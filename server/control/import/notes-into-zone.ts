import { putNote, putTheme, type BoardDoc } from '../../../shared/doc/commands.ts'
import { readNote, readTheme } from '../../../shared/doc/layout.ts'
import { rankAtEnd, ranksAfter } from '../../../shared/doc/ranks.ts'
import type { RowNote, Rows } from '../../../shared/import/rows.ts'
import { Skips } from '../../../shared/import/skips.ts'
import { byRank } from '../../../shared/model/board.ts'
import { BOUNDS } from '../../../shared/model/bounds.ts'
import { whyClosed } from '../../../shared/model/closed.ts'
import { newNoteId, newThemeId, type SessionId, type ThemeId, type ZoneId } from '../../../shared/model/ids.ts'
import { foldedName } from '../../../shared/model/network.ts'
import type { Note } from '../../../shared/model/note.ts'
import type { Refusal } from '../../../shared/model/refusal.ts'
import type { Theme } from '../../../shared/model/theme.ts'
import { zoneColour, type Zone } from '../../../shared/model/zone.ts'
import type { ImportAnswer } from '../../../shared/wire/import.ts'
import { writeBoard } from '../board-access.ts'
import { isRefusal } from '../change-session.ts'
import type { House } from '../house.ts'
import { closedIn } from '../session-phase.ts'

/** Rows or lines as notes of a zone, in their order and without an author; in one act. What there is no room for is told. */
export function importNotes(
  house: House,
  session: SessionId,
  zone: ZoneId,
  { notes, skipped }: Rows,
): Promise<ImportAnswer | Refusal> {
  // In turn with commands: the zone is not taken away meanwhile.
  return house.turns.take(session, async () => {
    const stored = await house.storage.findSession(session)
    if (!stored) return 'session-unknown'
    // A board that is closed takes nothing new, wherever it comes from.
    const closed = whyClosed({ role: 'facilitator', closed: closedIn(stored.control) }, 'write')
    if (closed) return closed
    const into = stored.control.zones.find(({ id }) => id === zone)
    if (!into) return 'zone-unknown'
    const skips = new Skips()
    const now = house.now()
    const written = await writeBoard(house, session, (board) => writeRows(board, into, notes, now, skips))
    if (isRefusal(written)) return written
    return {
      ok: true,
      version: stored.version,
      imported: { ...(written.themes > 0 && { themes: written.themes }), notes: written.notes },
      skipped: [...skipped, ...skips.all],
    }
  })
}

function writeRows(board: BoardDoc, zone: Zone, rows: readonly RowNote[], now: number, skips: Skips) {
  const room = Math.max(0, BOUNDS.notesPerBoard - board.notes.size)
  for (const { line } of rows.slice(room)) skips.line('noRoom', line)
  const themes = new ThemesOf(board, zone, now)
  const byTheme = new Map<ThemeId | null, RowNote[]>()
  const coming: RowNote[] = []
  for (const row of rows.slice(0, room)) {
    const theme = row.theme === '' ? null : themes.called(row.theme)
    if (theme === undefined) {
      skips.line('themesFull', row.line)
      continue
    }
    coming.push(row)
    const beside = byTheme.get(theme)
    if (beside) beside.push(row)
    else byTheme.set(theme, [row])
  }
  const places = placesOf(board, byTheme)
  board.change(() => {
    for (const theme of themes.made) putTheme(board, theme)
    for (const row of coming) {
      const { theme, rank } = places.get(row) ?? { theme: null, rank: rankAtEnd([]) }
      putNote(board, {
        id: newNoteId(),
        meta: { author: null, organisation: null, createdAt: now, kind: row.kind, buildsOn: null },
        // A wish: each goes to the nearest free place, the earlier ones staying.
        place: { zone: zone.id, theme, rank, x: 0, y: 0, under: null },
        text: row.text,
      })
    }
  })
  return { notes: coming.length, themes: themes.made.length }
}

/** In a theme they come after what lies there. */
function placesOf(board: BoardDoc, byTheme: ReadonlyMap<ThemeId | null, readonly RowNote[]>) {
  const lying = new Map<ThemeId, Note[]>()
  for (const [id, map] of board.notes) {
    const note = readNote(id, map)
    const theme = note?.place.theme
    if (!note || !theme || !byTheme.has(theme)) continue
    const beside = lying.get(theme)
    if (beside) beside.push(note)
    else lying.set(theme, [note])
  }
  const places = new Map<RowNote, { readonly theme: ThemeId | null; readonly rank: string }>()
  for (const [theme, rows] of byTheme) {
    const inOrder = (theme ? (lying.get(theme) ?? []) : []).sort((a, b) =>
      byRank({ id: a.id, rank: a.place.rank }, { id: b.id, rank: b.place.rank }),
    )
    const ranks = ranksAfter(inOrder, null, rows.length)
    for (const [i, row] of rows.entries()) places.set(row, { theme, rank: ranks[i] ?? rankAtEnd(inOrder) })
  }
  return places
}

/** Themes by their titles: those of the board, and those that are made for what comes. */
class ThemesOf {
  readonly made: Theme[] = []
  readonly #zone: Zone
  readonly #now: number
  readonly #known = new Map<string, ThemeId>()
  readonly #inOrder: Theme[]

  constructor(board: BoardDoc, zone: Zone, now: number) {
    this.#zone = zone
    this.#now = now
    this.#inOrder = [...board.themes].flatMap(([id, map]) => readTheme(id, map) ?? []).sort(byRank)
    // Of two with the same title that of this zone is meant.
    for (const theme of [...this.#inOrder].reverse()) this.#known.set(foldedName(theme.title), theme.id)
    for (const theme of this.#inOrder) if (theme.zone === zone.id) this.#known.set(foldedName(theme.title), theme.id)
  }

  /** Undefined when there are as many themes as a board may have. */
  called(title: string): ThemeId | undefined {
    const known = this.#known.get(foldedName(title))
    if (known) return known
    if (this.#inOrder.length >= BOUNDS.themesPerBoard) return undefined
    const theme: Theme = {
      id: newThemeId(),
      author: null,
      createdAt: this.#now,
      zone: this.#zone.id,
      rank: rankAtEnd(this.#inOrder),
      x: 0,
      y: 0,
      title,
      summary: '',
      colour: zoneColour(this.#zone),
      status: 'theme',
    }
    this.#inOrder.push(theme)
    this.made.push(theme)
    this.#known.set(foldedName(title), theme.id)
    return theme.id
  }
}
