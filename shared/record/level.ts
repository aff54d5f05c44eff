import type { ShowOrganisation } from '../model/network.ts'
import { nextSession, readRecord, type Reading } from './reading.ts'
import { RECORD_LEVELS } from './record.ts'
import type { LeftOut, LeftOutReason, RecordLevel, RecordMoment, RecordNote, SessionRecord } from './record.ts'
import { localDate } from './dates.ts'
import { withShortIds } from './short-ids.ts'
import { withKeptApart, withoutKept } from './kept-back.ts'

/**
 * The record as a level shows it, with what is left out counted; ids below full are short numbers of the file.
 * `organisation` is an id of the record, and needed at that level.
 * @throws RangeError when the record itself shows less than is asked, or that organisation is not in it.
 */
export function levelOf(record: SessionRecord, level: RecordLevel, organisation?: string): SessionRecord {
  if (level === record.level && (level !== 'organisation' || organisation === record.organisation)) {
    return level === 'full' ? record : withShortIds(record)
  }
  const isWider = RECORD_LEVELS.indexOf(level) < RECORD_LEVELS.indexOf(record.level)
  if (isWider || (record.level !== 'full' && record.level !== 'group')) {
    throw new RangeError(`a record at level ${record.level} does not hold what level ${level} shows`)
  }
  const group = record.level === 'full' ? forGroup(record) : record
  switch (level) {
    case 'full':
    case 'group':
      return withShortIds(group)
    case 'organisation': {
      if (!record.network.organisations.some(({ id }) => id === organisation) || organisation === undefined) {
        throw new RangeError('the record has no such organisation')
      }
      return withShortIds(forOrganisation(group, organisation))
    }
    case 'public':
      return withShortIds(forPublic(group))
  }
}

export const forGroup = (whole: SessionRecord): SessionRecord => asGroup(withoutKept(whole))

/**
 * What the group reads, with the ids of the board, and in their places the notes that the group does not read: for who edits
 * it. `whole` is at level full.
 */
export const forEditing = (whole: SessionRecord): SessionRecord => asGroup(withKeptApart(whole))

/** Where organisations are shown is a switch of the network: in a small group an organisation's label is a name. */
function asGroup({ record, leftOut }: ReturnType<typeof withoutKept>): SessionRecord {
  const { marks: _marks, ...rest } = record
  const { showOrganisation } = record.network
  const reading = readRecord(record)
  const used = new Set(record.notes.map((note) => note.theme))
  const expected = new Set(record.expectations.map(({ theme }) => theme))
  const deepened = new Set(record.deepened.map(({ theme }) => theme))
  return {
    ...rest,
    level: 'group',
    zones: record.zones.filter((zone) => zone.kind !== 'checkIn'),
    themes: record.themes
      .filter(({ id, summary }) => used.has(id) || expected.has(id) || deepened.has(id) || summary.trim() !== '')
      .map(({ look: _look, ...theme }) => theme),
    notes: record.notes.map(({ place: _place, organisation, ...note }) =>
      organisation === undefined || !showsOrganisation(reading.partOf(note), showOrganisation)
        ? note
        : { ...note, organisation },
    ),
    crossPollination: showOrganisation.crossPollination
      ? record.crossPollination
      : record.crossPollination.map(({ note }) => ({ note, from: [], to: [] })),
    takeHomes: showOrganisation.crossPollination
      ? record.takeHomes
      : record.takeHomes.map((takeHome) => ({ ...takeHome, from: [], to: [] })),
    earlierCommitments: showOrganisation.commitments
      ? record.earlierCommitments
      : record.earlierCommitments.map(nobody),
    commitments: showOrganisation.commitments ? record.commitments : record.commitments.map(nobody),
    leftOut,
  }
}

/** A zone that the facilitator added says no more than the reflection does. */
const showsOrganisation = (part: ReturnType<Reading['partOf']>, show: ShowOrganisation): boolean =>
  show[part === 'free' ? 'reflection' : part]

const nobody = <T extends { readonly who: readonly string[] }>(commitment: T): T => ({ ...commitment, who: [] })

/** One organisation's team and board: the own presentation without who reacted, and the own commitments. */
function forOrganisation(group: SessionRecord, own: string): SessionRecord {
  const reading = readRecord(group)
  const isOwn = (note: RecordNote): boolean =>
    reading.partOf(note) === 'presentation' && reading.zoneOf(note)?.organisation === own
  const notes = group.notes.filter(isOwn)
  const used = new Set(notes.map((note) => reading.zoneOf(note)?.id))
  const expected = new Set(group.expectations.map(({ theme }) => theme))
  const { series: _series, decisions = [], corrections: _corrections, approved: _approved, ...rest } = group
  const { agenda: _agenda, ...session } = group.session
  const next = nextSession(group)?.number
  const sessions = group.network.sessions.map((moment) =>
    moment.number === session.number || moment.number === next ? moment : { number: moment.number },
  )
  const ofOwn = <T extends { readonly who: readonly string[] }>(all: readonly T[]): T[] =>
    all.filter(({ who }) => who.includes(own))
  const earlierCommitments = ofOwn(group.earlierCommitments)
  const commitments = ofOwn(group.commitments)
  const named = new Set([
    own,
    ...sessions.flatMap(({ host, secondPresenter }: RecordMoment) => [host, secondPresenter]),
    ...[...earlierCommitments, ...commitments].flatMap(({ who }) => who),
  ])
  const left = countLeftOut(group, reading, (note) => !isOwn(note))
  return {
    ...rest,
    level: 'organisation',
    organisation: own,
    network: {
      ...group.network,
      sessions,
      // Whose presentation is left out is said by name.
      organisations: group.network.organisations.filter(
        ({ id }) => named.has(id) || left.presentations?.some(({ organisation }) => organisation === id),
      ),
    },
    session,
    attendance: { present: [], excused: [], presentCount: group.attendance.present.length },
    zones: group.zones.filter((zone) => used.has(zone.id)),
    themes: group.themes.filter(({ id }) => !expected.has(id)).map((theme) => ({ ...theme, summary: '' })),
    notes: notes.map(({ organisation, ...note }) => (organisation === own ? { ...note, organisation } : note)),
    expectations: [],
    crossPollination: [],
    deepened: [],
    earlierCommitments,
    commitments,
    takeHomes: [],
    leftOut: {
      ...left,
      ...(decisions.length > 0 && { decisions: decisions.length }),
      commitments:
        group.earlierCommitments.length + group.commitments.length - earlierCommitments.length - commitments.length,
    },
  }
}

/** Anyone: titles alone. */
function forPublic(group: SessionRecord): SessionRecord {
  const reading = readRecord(group)
  const { series: _series, decisions = [], corrections: _corrections, approved: _approved, ...rest } = group
  const { number, title, startsAt } = group.session
  const shownZones = new Set(reading.tops.map((note) => reading.zoneOf(note)?.id))
  const aspects = new Set<string>()
  const isFirstOfAspect = (name: string): boolean => !aspects.has(name) && aspects.add(name) !== undefined
  return {
    ...rest,
    level: 'public',
    network: {
      ...group.network,
      sessions: group.network.sessions.map((moment) => ({ number: moment.number })),
      organisations: [],
      groundRules: [],
      eraseOn: null,
    },
    session: {
      number,
      title,
      ...(startsAt === undefined ? {} : { startsAt: localDate(startsAt, group.network.timeZone) }),
    },
    attendance: { present: [], excused: [] },
    summary: '',
    zones: group.zones
      .filter(
        (zone) =>
          zone.kind === 'expectations' ||
          (zone.kind === 'presentation' && shownZones.has(zone.id) && isFirstOfAspect(zone.title)),
      )
      .map(({ organisation: _organisation, presenter: _presenter, prompt: _prompt, ...zone }) => zone),
    themes: group.themes.filter(({ status }) => status === 'theme').map((theme) => ({ ...theme, summary: '' })),
    notes: [],
    crossPollination: [],
    deepened: group.deepened.map(({ theme }) => ({ theme, text: '' })),
    earlierCommitments: [],
    commitments: [],
    takeHomes: [],
    leftOut: {
      ...countLeftOut(group, reading, () => true),
      ...(decisions.length > 0 && { decisions: decisions.length }),
      commitments: group.earlierCommitments.length + group.commitments.length,
      organisations: group.network.organisations.length,
    },
  }
}

/**
 * Notes by the part they are missing from. What the facilitator left out, or what stays in the group, joins the sum of a
 * part, so that no outsider asks whose it was: the reflection's, where such a note mostly stands.
 */
function countLeftOut(group: SessionRecord, reading: Reading, isLeft: (note: RecordNote) => boolean): LeftOut {
  const reasons: Partial<Record<LeftOutReason, number>> = {}
  const presentations = new Map<string | undefined, number>()
  for (const note of group.notes.filter(isLeft)) {
    const reason = reading.partOf(note)
    reasons[reason] = (reasons[reason] ?? 0) + 1
    if (reason !== 'presentation') continue
    const organisation = reading.zoneOf(note)?.organisation
    presentations.set(organisation, (presentations.get(organisation) ?? 0) + 1)
  }
  const kept = (group.leftOut.reasons.staysInGroup ?? 0) + (group.leftOut.reasons.omitted ?? 0)
  if (kept > 0) reasons.reflection = (reasons.reflection ?? 0) + kept
  return {
    notes: Object.values(reasons).reduce((sum, count) => sum + count, 0),
    reasons,
    ...(presentations.size === 0
      ? {}
      : {
          presentations: [...presentations].map(([organisation, notes]) =>
            organisation === undefined ? { notes } : { organisation, notes },
          ),
        }),
  }
}
