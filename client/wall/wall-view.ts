import { byOrder, byRank, type Board } from '../../shared/model/board.ts'
import type { NoteId, ThemeId, ZoneId } from '../../shared/model/ids.ts'
import type { RunningStep, Step, View } from '../../shared/model/network.ts'
import type { Note } from '../../shared/model/note.ts'
import type { Colour, Theme } from '../../shared/model/theme.ts'
import { isSilent } from '../../shared/model/rights.ts'
import { zoneColour, type Zone } from '../../shared/model/zone.ts'
import type { VoteSeen } from '../../shared/wire/state.ts'
import { rankedOf, type Ranked } from '../vote/choices.ts'

/** A theme, or the loose notes of a zone, as one card of the overview. */
export interface WallCard {
  readonly id: ThemeId | ZoneId
  readonly kind: 'theme' | 'zone'
  readonly title: string
  readonly colour: Colour
  /** The first note's text, as a taste of what lies there. */
  readonly taste: string
  /** Notes, stacked ones included. */
  readonly count: number
  readonly presenter: Zone['presenter']
}

/** A note as it may be seen by the whole room: no author, no organisation. */
export interface WallNote {
  readonly id: NoteId
  readonly text: string
  readonly colour: Colour
  /** How many say it: 1, or more for a stack. */
  readonly times: number
}

export interface WallExpectation {
  readonly number: number
  readonly text: string
}

/** What the wall draws. A zone, theme or vote that is gone meanwhile shows as the overview. */
export type WallPicture =
  | { readonly kind: 'code' }
  | { readonly kind: 'overview'; readonly cards: readonly WallCard[] }
  | { readonly kind: 'vote' }
  | { readonly kind: 'record' }
  | { readonly kind: 'result'; readonly result: readonly Ranked[] }
  | {
      readonly kind: 'zone'
      readonly zone: Zone
      /** What is asked, in one sentence; empty for nothing. */
      readonly ask: string
      readonly cards: readonly WallCard[]
      readonly notes: readonly WallNote[]
    }
  /** What the group expects of the series, where it was gathered in an earlier session. */
  | {
      readonly kind: 'expectations'
      readonly title: string
      readonly ask: string
      readonly expectations: readonly WallExpectation[]
    }
  | { readonly kind: 'theme'; readonly theme: Theme; readonly notes: readonly WallNote[] }
  /** People write for themselves, and nothing was shown yet: what is asked, and how many are ready. */
  | { readonly kind: 'silent'; readonly step: Step; readonly ask: string }
  | {
      readonly kind: 'step'
      readonly step: Step
      /** What is asked, in one sentence. */
      readonly ask: string
      /** What lies in its zone; all there is while the group clusters without one. */
      readonly cards: readonly WallCard[]
      readonly notes: readonly WallNote[]
    }

/** What runs in the session while its wall is drawn. */
interface Running {
  readonly step?: (Step & RunningStep) | undefined
  readonly vote?: VoteSeen | null
  /** Of the series, in their order. */
  readonly expectations?: readonly { readonly text: string }[]
}

export function wallPicture(
  view: View,
  board: Board,
  { step, vote = null, expectations = [] }: Running = {},
): WallPicture {
  // Before the first step people come in.
  if (view.kind === 'code' || (view.kind === 'step' && !step)) return { kind: 'code' }
  if (view.kind === 'record') return { kind: 'record' }
  if (view.kind === 'vote' && vote)
    return vote.kind === 'open' ? { kind: 'vote' } : { kind: 'result', result: rankedOf(board, vote, vote.result) }
  const room = shown(board)
  // Where they are gathered, the notes are shown.
  const listed = (zone: Zone | undefined, title: string, ask: string): WallPicture | null =>
    zone?.kind === 'expectations' && zone.locked && expectations.length > 0
      ? { kind: 'expectations', title, ask, expectations: expectations.map(({ text }, i) => ({ number: i + 1, text })) }
      : null
  if (view.kind === 'step' && step) {
    const zone = room.zones.find(({ id }) => id === step.zone)
    return listed(zone, step.title, step.prompt) ?? stepPicture(room, step)
  }
  if (view.kind === 'zone') {
    const zone = room.zones.find(({ id }) => id === view.zone)
    if (zone) {
      return listed(zone, zone.title, '') ?? { kind: 'zone', zone, ask: zone.prompt ?? '', ...zoneContent(room, zone) }
    }
  }
  if (view.kind === 'theme') {
    const theme = board.themes.get(view.theme as ThemeId)
    if (theme) {
      return {
        kind: 'theme',
        theme,
        notes: wallNotes(
          room,
          room.notes.filter((note) => note.place.theme === theme.id),
        ),
      }
    }
  }
  return { kind: 'overview', cards: overviewCards(room) }
}

function stepPicture(room: Room, step: Step & RunningStep): WallPicture {
  const zone = room.zones.find(({ id }) => id === step.zone)
  if (step.mode === 'pause') return { kind: 'step', step, ask: step.prompt || step.title, cards: [], notes: [] }
  const ask = step.prompt || zone?.prompt || step.title
  const about = zone ? [zone] : room.zones
  if (about.some(({ id }) => isSilent(step, id))) return { kind: 'silent', step, ask }
  // One aspect at a time, under its name.
  if (zone?.kind === 'presentation') return { kind: 'zone', zone, ask, ...zoneContent(room, zone) }
  if (zone) return { kind: 'step', step, ask, ...zoneContent(room, zone) }
  return { kind: 'step', step, ask, cards: step.mode === 'cluster' ? overviewCards(room) : [], notes: [] }
}

function zoneContent(room: Room, zone: Zone): { cards: readonly WallCard[]; notes: readonly WallNote[] } {
  const here = room.notes.filter((note) => note.place.zone === zone.id)
  return {
    cards: themeCards(room, here),
    notes: wallNotes(
      room,
      here.filter((note) => isLoose(room, note)),
    ),
  }
}

/** What is being worked on first: what lies in locked zones only, such as earlier expectations, comes last. */
function overviewCards(room: Room): WallCard[] {
  const locked = new Set(room.zones.filter((zone) => zone.locked).map((zone) => zone.id))
  const open = new Set(room.notes.filter((note) => !locked.has(note.place.zone)).map((note) => note.place.theme))
  const cards = [...themeCards(room, room.notes), ...zoneCards(room)]
  const isOpen = ({ kind, id }: WallCard) => (kind === 'theme' ? open.has(id as ThemeId) : !locked.has(id as ZoneId))
  return [...cards.filter(isOpen), ...cards.filter((card) => !isOpen(card))]
}

interface Room {
  readonly zones: readonly Zone[]
  /** Taken themes only: a proposal waits for the facilitator before the whole room reads it. */
  readonly themes: ReadonlyMap<ThemeId, Theme>
  readonly notes: readonly Note[]
  readonly colourOf: (note: Note) => Colour
  /** The note on top of the stack it lies in: itself when it lies under none that is shown at the same place. */
  readonly top: (note: Note) => Note
}

/** What is not hidden, in order: by rank in a theme, and as it was written where ranks are equal. */
function shown(board: Board): Room {
  const zones = new Map([...board.zones].filter(([, zone]) => !zone.hidden))
  const notes = [...board.notes.values()]
    .filter((note) => zones.has(note.place.zone))
    .sort((a, b) => byRank({ rank: a.place.rank, id: a.id }, { rank: b.place.rank, id: b.id }))
  const byId = new Map(notes.map((note) => [note.id, note]))
  return {
    zones: [...zones.values()].sort(byOrder),
    themes: new Map([...board.themes].filter(([, theme]) => theme.status === 'theme')),
    notes,
    colourOf: (note) => zoneColour(zones.get(note.place.zone) ?? { kind: 'free' }),
    top: (note) => {
      const above = note.place.under ? byId.get(note.place.under) : undefined
      return above && liesWith(note, above) ? above : note
    },
  }
}

const liesWith = (a: Note, b: Note): boolean =>
  a.place.theme === b.place.theme && (a.place.theme !== null || a.place.zone === b.place.zone)

const isLoose = (room: Room, note: Note): boolean => !(note.place.theme && room.themes.has(note.place.theme))

function themeCards(room: Room, notes: readonly Note[]): WallCard[] {
  return [...room.themes.values()].sort(byRank).flatMap((theme) =>
    card(
      room,
      { id: theme.id, kind: 'theme', title: theme.title, colour: theme.colour, presenter: undefined },
      notes.filter((note) => note.place.theme === theme.id),
    ),
  )
}

function zoneCards(room: Room): WallCard[] {
  return room.zones.flatMap((zone) =>
    card(
      room,
      { id: zone.id, kind: 'zone', title: zone.title, colour: zoneColour(zone), presenter: zone.presenter },
      room.notes.filter((note) => note.place.zone === zone.id && isLoose(room, note)),
    ),
  )
}

/** Nothing where nothing lies: an empty part is not on the wall. */
function card(room: Room, of: Omit<WallCard, 'taste' | 'count'>, notes: readonly Note[]): WallCard[] {
  const first = notes.find((note) => room.top(note) === note) ?? notes[0]
  return first ? [{ ...of, taste: first.text, count: notes.length }] : []
}

/** Newest first: what was just said is on the first page, wherever it will be laid. */
function wallNotes(room: Room, notes: readonly Note[]): WallNote[] {
  const times = new Map<NoteId, number>()
  for (const note of notes) times.set(room.top(note).id, (times.get(room.top(note).id) ?? 0) + 1)
  return notes
    .filter((note) => room.top(note) === note)
    .sort((a, b) => b.meta.createdAt - a.meta.createdAt || (a.id < b.id ? 1 : -1))
    .map((note) => ({ id: note.id, text: note.text, colour: room.colourOf(note), times: times.get(note.id) ?? 1 }))
}
