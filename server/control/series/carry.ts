import { v5 } from 'uuid'
import { putNote, putTheme, type BoardDoc } from '../../../shared/doc/commands.ts'
import { rankAtEnd } from '../../../shared/doc/ranks.ts'
import { readTheme } from '../../../shared/doc/layout.ts'
import { byRank, type Board } from '../../../shared/model/board.ts'
import { BOUNDS } from '../../../shared/model/bounds.ts'
import type {
  CommitmentId,
  ExpectationId,
  NetworkId,
  NoteId,
  SessionId,
  ThemeId,
  ZoneId,
} from '../../../shared/model/ids.ts'
import type { Refusal } from '../../../shared/model/refusal.ts'
import type { Carried, Series, Target } from '../../../shared/model/series.ts'
import { isEarlier } from '../../../shared/model/session-order.ts'
import type { Theme } from '../../../shared/model/theme.ts'
import { zoneColour, type Zone, type ZoneKind } from '../../../shared/model/zone.ts'
import { sessionOf, type StoredSession } from '../../storage/storage.ts'
import { readBoard, writeBoard } from '../board-access.ts'
import { isRefusal } from '../change-session.ts'
import type { House } from '../house.ts'
import { closedIn } from '../session-phase.ts'
import { changeSeries } from './change-series.ts'

// What goes along from one session into another: expectations and themes as titles, parked notes as they are, commitments
// in the ledger alone. The board is written first and the trail after: the same asked again, after whatever happened in
// between, makes nothing twice, for a copy's id follows from what it is a copy of.

export interface Carrying {
  readonly from: SessionId
  readonly to: SessionId
  readonly expectations: readonly ExpectationId[]
  readonly themes: readonly ThemeId[]
  readonly commitments: readonly CommitmentId[]
  readonly notes: readonly NoteId[]
}

/** Answers the version of the series, and how many went along that had not before. */
export async function carryOver(
  house: House,
  network: NetworkId,
  carrying: Carrying,
): Promise<{ version: number; added: number } | Refusal> {
  const { storage, now } = house
  const sessions = await storage.sessionsOf(network)
  const from = sessions.find(({ id }) => id === carrying.from)
  const to = sessions.find(({ id }) => id === carrying.to)
  if (!from || !to) return 'session-unknown'
  if (!isEarlier(sessionOf(from), sessionOf(to))) return 'session-order'
  const { version, series } = await storage.findSeries(network)
  const source = await readBoard(house, from.id)
  if (isRefusal(source)) return source
  const going = goingAlong(series, source, to, carrying)
  if (isRefusal(going)) return going
  if (going.length === 0) return { version, added: 0 }
  const at = now()
  const placed = await writeBoard(house, to.id, (board) => placeCopies(board, to.control.zones, going, at))
  if (isRefusal(placed)) return placed
  const trail: Carried[] = going.map(({ kind, source, copy }) => ({ kind, from: from.id, to: to.id, source, copy, at }))
  let added: readonly Carried[] = []
  const changed = await changeSeries(house, network, (now) => {
    // Someone may have asked the same at the same moment.
    added = trail.filter((one) => !wentBefore(now, one.to, one.source))
    return added.length > 0 ? { ...now, carried: [...now.carried, ...added] } : now
  })
  return isRefusal(changed) ? changed : { version: changed.version, added: added.length }
}

interface Going {
  readonly kind: Carried['kind']
  readonly source: string
  readonly copy: Target | null
  readonly place: ((board: BoardDoc, zones: readonly Zone[], rank: string, now: number) => void) | null
}

const wentBefore = ({ carried }: Series, to: SessionId, source: string): boolean =>
  carried.some((one) => one.to === to && one.source === source)

function goingAlong(
  series: Series,
  source: Board,
  { id: to, control }: StoredSession,
  { expectations, themes, commitments, notes }: Carrying,
): Going[] | Refusal {
  const going: Going[] = []
  const asked = zoneOfKind(control.zones, 'expectations')
  for (const id of expectations) {
    const one = series.expectations.find((expectation) => expectation.id === id)
    if (!one) return 'expectation-unknown'
    const copy = asked ? copyId<ThemeId>(id, to) : null
    const place: Going['place'] =
      copy && ((board, _zones, rank, now) => putTheme(board, title(copy, one.text, asked, rank, now)))
    going.push({ kind: 'expectation', source: id, copy, place })
  }
  for (const id of themes) {
    const theme = source.themes.get(id)
    if (!theme) return 'theme-unknown'
    const copy = copyId<ThemeId>(id, to)
    const kind = [...source.zones.values()].find((zone) => zone.id === theme.zone)?.kind
    const zone = kind === undefined || kind === 'presentation' ? null : zoneOfKind(control.zones, kind)
    going.push({
      kind: 'theme',
      source: id,
      copy,
      place: (board, _zones, rank, now) =>
        putTheme(board, { ...title(copy, theme.title, zone, rank, now), summary: theme.summary, colour: theme.colour }),
    })
  }
  for (const id of commitments) {
    if (!series.commitments.some((one) => one.id === id)) return 'commitment-unknown'
    going.push({ kind: 'commitment', source: id, copy: null, place: null })
  }
  const parked = zoneOfKind(control.zones, 'parked')
  for (const id of notes) {
    const note = source.notes.get(id)
    const isParked = note && source.zones.get(note.place.zone)?.kind === 'parked'
    if (!isParked) return 'note-unknown'
    if (!parked) return 'zone-unknown'
    const copy = copyId<NoteId>(id, to)
    going.push({
      kind: 'note',
      source: id,
      copy,
      // With its author, who may still change or withdraw it.
      place: (board, _zones, rank) =>
        putNote(board, {
          ...note,
          id: copy,
          meta: { ...note.meta, buildsOn: null },
          place: { zone: parked.id, theme: null, rank, x: 0, y: 0, under: null },
        }),
    })
  }
  const left = going.filter(
    (one, i) => !wentBefore(series, to, one.source) && going.findIndex((other) => other.source === one.source) === i,
  )
  // A board that is closed takes nothing new, wherever it comes from.
  return closedIn(control) && left.some(({ place }) => place !== null) ? 'session-ended' : left
}

/** All in one act, or none: a board that would be too full gets nothing. */
function placeCopies(board: BoardDoc, zones: readonly Zone[], going: readonly Going[], now: number): Refusal | null {
  const lacking = going.filter(({ copy }) => copy !== null && !board.themes.has(copy) && !board.notes.has(copy))
  const notes = lacking.filter(({ kind }) => kind === 'note').length
  if (board.notes.size + notes > BOUNDS.notesPerBoard) return 'board-full'
  if (board.themes.size + lacking.length - notes > BOUNDS.themesPerBoard) return 'themes-full'
  board.change(() => {
    for (const { place } of lacking) {
      const order = [...board.themes].flatMap(([id, map]) => readTheme(id, map) ?? []).sort(byRank)
      place?.(board, zones, rankAtEnd(order), now)
    }
  })
  return null
}

const title = (id: ThemeId, text: string, zone: Zone | null, rank: string, now: number): Theme => ({
  id,
  author: null,
  createdAt: now,
  zone: zone?.id ?? (null as ZoneId | null),
  rank,
  x: 0,
  y: 0,
  title: text,
  summary: '',
  colour: zone ? zoneColour(zone) : 'honing',
  status: 'theme',
})

const zoneOfKind = (zones: readonly Zone[], kind: ZoneKind): Zone | null =>
  zones.find((zone) => zone.kind === kind) ?? null

/** Of what is carried into a session: a UUIDv7 of the same moment as its source. */
function copyId<T extends string>(source: string, to: SessionId): T {
  return (source.slice(0, 15) + v5(source, to).slice(15)) as T
}
