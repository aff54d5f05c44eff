import type { OrganisationId, SessionId } from '../../shared/model/ids.ts'
import { foldedName, type Organisation } from '../../shared/model/network.ts'
import { NOTE_KINDS, type NoteKind } from '../../shared/model/note.ts'
import type { SessionInfo } from '../../shared/wire/http.ts'
import type { Presented, SeriesInfo } from '../../shared/wire/series.ts'

// How they work, side by side: what each organisation showed of each aspect, over all sessions.

/** What was shown of one aspect in one session. */
export interface Shown extends Presented {
  readonly session: SessionId
  readonly number: number
}

export interface Cell {
  readonly organisation: OrganisationId
  readonly aspect: string
  /** By session; never empty. */
  readonly shown: readonly Shown[]
}

/** Organisations that have yet to present, in one session; null for those of which nobody knows when. */
export interface ToCome {
  readonly number: number | null
  readonly organisations: readonly Organisation[]
}

export interface Matrix {
  readonly aspects: readonly string[]
  /** That presented, in the network's order. */
  readonly organisations: readonly Organisation[]
  readonly toCome: readonly ToCome[]
  /** In which something was shown, in order. */
  readonly sessions: readonly { readonly session: SessionId; readonly number: number }[]
  cell(organisation: OrganisationId, aspect: string): Cell | undefined
  /** What one session showed of an aspect, in the network's order of organisations. */
  inSession(session: SessionId, aspect: string): readonly Cell[]
}

type Sessions = readonly Pick<SessionInfo, 'id' | 'number' | 'host' | 'secondPresenter'>[]
type Said = Pick<SeriesInfo, 'aspects' | 'sessions' | 'left'>

export function matrixOf(organisations: readonly Organisation[], sessions: Sessions, series: Said): Matrix {
  const shown = [...series.sessions]
    .sort((a, b) => a.number - b.number)
    .flatMap(({ session, number, presented }) => presented.map((one) => ({ ...one, session, number })))
  const cells = new Map<string, Shown[]>()
  for (const one of shown) {
    const key = keyOf(one.organisation, one.aspect)
    cells.set(key, [...(cells.get(key) ?? []), one])
  }
  const planned = sessionsToCome(sessions, series)
  const presenters = new Set(shown.map(({ organisation }) => organisation))
  // Who presented while nobody wrote a note presented all the same.
  for (const { id, host, secondPresenter } of sessions)
    if (series.sessions.some(({ session, phase }) => session === id && phase === 'over'))
      for (const one of [host, secondPresenter]) if (one !== null) presenters.add(one)
  const left = new Set(series.left)
  const waiting = organisations.filter(({ id }) => !presenters.has(id) && !left.has(id))
  const cell = (organisation: OrganisationId, aspect: string): Cell | undefined => {
    const those = cells.get(keyOf(organisation, aspect))
    return those && { organisation, aspect, shown: those }
  }
  const columns = organisations.filter(({ id }) => presenters.has(id))
  return {
    // An aspect that was renamed or taken away after something was said of it keeps its row.
    aspects: unlike([...series.aspects, ...shown.map(({ aspect }) => aspect)]),
    organisations: columns,
    toCome: groupsOf(waiting, planned),
    sessions: [...series.sessions]
      .sort((a, b) => a.number - b.number)
      .filter(({ presented }) => presented.length > 0)
      .map(({ session, number }) => ({ session, number })),
    cell,
    inSession: (session, aspect) =>
      columns.flatMap(({ id }) => {
        const whole = cell(id, aspect)
        const here = whole?.shown.filter((one) => one.session === session) ?? []
        return whole && here.length > 0 ? [{ ...whole, shown: here }] : []
      }),
  }
}

/** The presenter's own notes, of all sessions. */
export const ownOf = (cell: Cell): readonly string[] => cell.shown.flatMap(({ own }) => own)

/** What others wrote, counted by kind, in the order of the kinds. */
export function reactionsOf(shown: readonly Shown[]): readonly { readonly kind: NoteKind; readonly count: number }[] {
  return NOTE_KINDS.map((kind) => ({
    kind,
    count: shown.reduce((sum, { reactions }) => sum + (reactions[kind] ?? 0), 0),
  })).filter(({ count }) => count > 0)
}

const keyOf = (organisation: OrganisationId, aspect: string): string => `${organisation} ${foldedName(aspect)}`

/** Each name once, whatever its capitals. */
const unlike = (names: readonly string[]): string[] =>
  names.filter((name, i) => names.findIndex((other) => foldedName(other) === foldedName(name)) === i)

const sessionsToCome = (sessions: Sessions, { sessions: digests }: Said): Sessions =>
  sessions
    .filter(({ id }) => digests.find(({ session }) => session === id)?.phase !== 'over')
    .sort((a, b) => a.number - b.number)

/** By the first session in which they present; who is not chosen yet comes last. */
function groupsOf(waiting: readonly Organisation[], planned: Sessions): ToCome[] {
  const numberOf = ({ id }: Organisation): number | null =>
    planned.find(({ host, secondPresenter }) => host === id || secondPresenter === id)?.number ?? null
  const numbers = [...new Set(waiting.map(numberOf))].sort((a, b) => (a ?? Infinity) - (b ?? Infinity))
  return numbers.map((number) => ({ number, organisations: waiting.filter((one) => numberOf(one) === number) }))
}
