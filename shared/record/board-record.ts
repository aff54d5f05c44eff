import { byOrder, byRank, type Board } from '../model/board.ts'
import type { OrganisationId, ThemeId, ZoneId } from '../model/ids.ts'
import type { Minutes } from '../model/minutes.ts'
import type { Network, Session } from '../model/network.ts'
import type { Note } from '../model/note.ts'
import type { Series } from '../model/series.ts'
import type { Theme } from '../model/theme.ts'
import type { Zone } from '../model/zone.ts'
import { LOCALES } from '../text/translate.ts'
import { eraseDate, localDate } from './dates.ts'
import { inPrintingOrder } from './printing-order.ts'
import type { RecordMoment, RecordNote, RecordStep, RecordTheme, RecordZone, SessionRecord } from './record.ts'
import {
  recordCommitments,
  recordExpectations,
  recordPollination,
  recordSeries,
  recordTakeHomes,
  type OfSeries,
} from './series-parts.ts'
import { stackTops } from './stacks.ts'

export interface RecordInput {
  readonly network: Network
  /** All sessions of the series, also this one. */
  readonly sessions: readonly Session[]
  readonly session: Session
  readonly board: Board
  readonly series: Series
  readonly minutes: Minutes
  /** The organisations of which someone was there. */
  readonly present: readonly OrganisationId[]
  /** Milliseconds since 1970. */
  readonly now: number
}

/** The record of a session at level full: all that the board holds, without who wrote it and when. */
export function makeRecord({
  network,
  sessions,
  session,
  board,
  series,
  minutes,
  present,
  now,
}: RecordInput): SessionRecord {
  const inOrder = [...sessions].sort((a, b) => a.number - b.number)
  const of: OfSeries = { network, sessions: inOrder, session, series }
  const zones = [...session.zones].sort(byOrder).map((zone) => recordZone(zone, session))
  const notes = keptNotes(board, zones)
  const themes = recordThemes(board, notes, zones)
  const tops = stackTops(notes.map(({ id, place }) => ({ id, under: place.under })))
  const ordered = inPrintingOrder(notes, tops, zones, themes)
  const zoneKinds = new Map(zones.map((zone) => [zone.id, zone.kind]))
  const topKinds = new Map(notes.map((note) => [note.id as string, zoneKinds.get(note.place.zone)]))
  const known: ReadonlySet<string> = new Set([...zones, ...themes, ...notes].map(({ id }) => id))
  const asked = themes.filter((theme) => theme.status === 'theme' && isExpectation(theme, zones))
  const noteIds = new Set(notes.map(({ id }) => id as string))
  const themeIds = new Set(themes.map(({ id }) => id))
  const excused = new Set(series.excused.flatMap((one) => (one.session === session.id ? [one.organisation] : [])))
  const commitments = recordCommitments(of)
  const said = recordSeries(of, noteIds, themeIds)
  return {
    format: 'bijeen.session',
    version: 1,
    level: 'full',
    madeOn: localDate(now, network.timeZone),
    network: {
      title: network.title,
      topic: network.topic,
      language: LOCALES[network.language],
      timeZone: network.timeZone,
      sessions: inOrder.map(recordMoment),
      organisations: network.organisations.map(({ id, name }) => ({ id, name })),
      showOrganisation: network.showOrganisation,
      groundRules: network.groundRules,
      retentionDays: network.retentionDays,
      eraseOn: eraseDate(network, inOrder),
    },
    session: { ...recordMoment(session), title: session.title, agenda: session.agenda.map(recordStep) },
    attendance: {
      present: network.organisations.map(({ id }) => id).filter((id) => present.includes(id)),
      excused: network.organisations.map(({ id }) => id).filter((id) => excused.has(id) && !present.includes(id)),
    },
    summary: minutes.summary,
    zones,
    themes,
    notes: ordered.map((note) => recordNote(note, tops, known, minutes)),
    expectations: recordExpectations(
      of,
      asked,
      themes.filter((theme) => !asked.includes(theme)),
    ),
    crossPollination: recordPollination(
      of,
      ordered.filter((note) => topKinds.get(tops.get(note.id) ?? note.id) === 'crossPollination'),
    ),
    deepened: themes.flatMap(({ id }) => minutes.deepened.find(({ theme }) => theme === id) ?? []),
    ...decidedIn(minutes, inOrder, network.timeZone),
    earlierCommitments: commitments.earlier,
    commitments: commitments.made,
    takeHomes: recordTakeHomes(of, noteIds, themeIds),
    ...(said && { series: said }),
    marks: ordered.flatMap(({ id }) => {
      const marks = board.marks.get(id)
      return marks ? [{ note: id, recognise: marks.recognise, takeHome: marks.takeHome }] : []
    }),
    leftOut: { notes: 0, reasons: {} },
  }
}

/** What was decided, what was not right before, and since when the group agrees: each where there is any. */
function decidedIn(
  { decisions, corrections, approved }: Minutes,
  sessions: readonly Session[],
  timeZone: string,
): Pick<SessionRecord, 'decisions' | 'corrections' | 'approved'> {
  const day = (at: number) => localDate(at, timeZone)
  const number = sessions.find(({ id }) => id === approved?.session)?.number
  return {
    ...(decisions.length > 0 && { decisions: decisions.map(({ text }) => text) }),
    ...(corrections.length > 0 && { corrections: corrections.map(({ at, text }) => ({ on: day(at), text })) }),
    ...(approved && { approved: { on: day(approved.at), ...(number !== undefined && { session: number }) } }),
  }
}

/** Check-in words are never in a record, and a note without words says nothing. */
function keptNotes(board: Board, zones: readonly RecordZone[]): Note[] {
  const checkIn = new Set(zones.filter((zone) => zone.kind === 'checkIn').map((zone) => zone.id))
  return [...board.notes.values()]
    .filter((note) => note.text.trim() !== '' && !checkIn.has(note.place.zone))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

const recordMoment = (session: Session): RecordMoment => ({
  number: session.number,
  ...(session.startsAt === null ? {} : { startsAt: session.startsAt }),
  ...(session.endsAt === null ? {} : { endsAt: session.endsAt }),
  ...(session.venue === '' ? {} : { venue: session.venue }),
  ...(session.host === null ? {} : { host: session.host }),
  ...(session.secondPresenter === null ? {} : { secondPresenter: session.secondPresenter }),
})

const recordStep = ({ id, title, mode, minutes, zone, identity, prompt }: RecordStep): RecordStep => ({
  id,
  title,
  mode,
  minutes,
  zone,
  identity,
  prompt,
})

function recordZone(zone: Zone, session: Session): RecordZone {
  const presenter =
    zone.presenter === 'host' ? session.host : zone.presenter === 'second' ? session.secondPresenter : null
  const organisation = zone.organisation ?? presenter
  return {
    id: zone.id,
    kind: zone.kind,
    title: zone.title,
    ...(zone.prompt === undefined ? {} : { prompt: zone.prompt }),
    ...(zone.aspect === undefined ? {} : { aspect: zone.aspect }),
    ...(zone.presenter === undefined ? {} : { presenter: zone.presenter }),
    ...(organisation === null ? {} : { organisation }),
    locked: zone.locked,
    hidden: zone.hidden,
  }
}

/** Expectations first, then the other themes, both in the facilitator's order. */
function recordThemes(board: Board, notes: readonly Note[], zones: readonly RecordZone[]): RecordTheme[] {
  const zonesOf = new Map<ThemeId, Set<ZoneId>>()
  for (const { place } of notes) {
    if (place.theme === null) continue
    zonesOf.set(place.theme, (zonesOf.get(place.theme) ?? new Set()).add(place.zone))
  }
  const themes = [...board.themes.values()].sort(byRank).map((theme) => recordTheme(theme, zonesOf.get(theme.id)))
  return [
    ...themes.filter((theme) => isExpectation(theme, zones)),
    ...themes.filter((theme) => !isExpectation(theme, zones)),
  ]
}

function recordTheme(theme: Theme, lying: ReadonlySet<ZoneId> | undefined): RecordTheme {
  const [only] = lying ?? []
  return {
    id: theme.id,
    title: theme.title,
    summary: theme.summary,
    zone: lying === undefined ? theme.zone : lying.size === 1 ? (only ?? null) : null,
    rank: theme.rank,
    status: theme.status,
    look: { colour: theme.colour, zone: theme.zone, x: theme.x, y: theme.y },
  }
}

const isExpectation = (theme: RecordTheme, zones: readonly RecordZone[]): boolean =>
  zones.some((zone) => zone.id === theme.zone && zone.kind === 'expectations')

/** References to what is gone are left out (`known`: all ids that are there). */
function recordNote(
  note: Note,
  tops: ReadonlyMap<string, string>,
  known: ReadonlySet<string>,
  { omitted, staysInGroup }: Minutes,
): RecordNote {
  const { organisation, buildsOn, kind } = note.meta
  const { zone, theme, rank, x, y } = note.place
  const top = tops.get(note.id)
  return {
    id: note.id,
    text: note.text,
    zone: known.has(zone) ? zone : null,
    theme: theme !== null && known.has(theme) ? theme : null,
    kind,
    ...(organisation === null ? {} : { organisation }),
    ...(top === undefined || top === note.id ? {} : { under: top }),
    ...(buildsOn === null || !known.has(buildsOn) ? {} : { buildsOn }),
    ...(omitted.includes(note.id) && { omitted: true as const }),
    ...(staysInGroup.includes(note.id) && { staysInGroup: true as const }),
    place: { rank, x, y },
  }
}
