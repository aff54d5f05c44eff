import { byOrder, byRank, type Board } from '../../shared/model/board.ts'
import type { NoteId, ParticipantId } from '../../shared/model/ids.ts'
import type { Network } from '../../shared/model/network.ts'
import type { Note } from '../../shared/model/note.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import type { Series } from '../../shared/model/series.ts'
import { eraseDate } from '../../shared/record/dates.ts'
import { translators } from '../../shared/text/every-language.ts'
import type { OwnData, OwnNote, OwnSession } from '../../shared/wire/own-data.ts'
import { sessionOf, type StoredMember, type StoredSession } from '../storage/storage.ts'
import { readBoard } from './board-access.ts'
import { isRefusal } from './change-session.ts'
import type { House } from './house.ts'

/**
 * All that is known to be of one person, to be given to that person alone. A board that cannot be read is a refusal: a file
 * that silently lacks a session would be taken for the whole.
 */
export async function ownData(house: House, network: Network, member: StoredMember): Promise<OwnData | Refusal> {
  const { storage, now } = house
  const stored = await storage.sessionsOf(network.id)
  const sessions: OwnSession[] = []
  for (const session of stored) {
    const own = await ownSession(house, session, member.id)
    if (own === 'session-unknown') continue
    if (isRefusal(own)) return own
    if (isAnything(own)) sessions.push(own)
  }
  const { title, topic, organisations, language } = network
  const links = (await storage.invitationsOf(network.id)).filter(({ madeBy }) => madeBy === member.id)
  const t = translators[language]
  return {
    format: 'bijeen.mine',
    version: 1,
    madeAt: iso(now()),
    network: { title, topic, eraseOn: eraseDate(network, stored.map(sessionOf)) },
    me: {
      role: member.role,
      name: member.name,
      organisation: organisations.find(({ id }) => id === member.organisation)?.name ?? null,
      waiting: !member.admitted,
    },
    sessions,
    series: ownSeries((await storage.findSeries(network.id)).series, stored, member.id),
    links: links.map((one) => ({ madeAt: iso(one.madeAt), for: one.member === null ? 'facilitator' : 'device' })),
    notKnown: [
      t('privacy.file.notes'),
      t('privacy.file.votes'),
      t('privacy.file.answers'),
      t('privacy.file.series'),
      t('privacy.file.device'),
    ],
  }
}

function ownSeries(series: Series, sessions: readonly StoredSession[], me: ParticipantId): OwnData['series'] {
  const numbers = new Map(sessions.map(({ id, number }) => [id, number]))
  const ties = series.expectations.flatMap(({ id, text }, i) =>
    series.ties
      .filter(({ by, expectation }) => by === me && expectation === id)
      .map(({ session, target }) => ({
        expectation: text,
        number: i + 1,
        session: numbers.get(session) ?? null,
        target,
      })),
  )
  const answered = series.checks.flatMap((check) =>
    check.answered.includes(me) ? (numbers.get(check.session) ?? []) : [],
  )
  return { ties, answered, substitute: series.substitutes.includes(me) }
}

async function ownSession(house: House, session: StoredSession, me: ParticipantId): Promise<OwnSession | Refusal> {
  const { storage } = house
  const { id, number, control } = session
  const board = await readBoard(house, id)
  if (isRefusal(board)) return board
  const pad = await house.rooms.pads.readOf(id, me).catch((): Refusal => 'disk')
  if (isRefusal(pad)) return pad
  const [attendance, owners, marks, dots] = await Promise.all([
    storage.attendanceOf(id),
    storage.noteOwners(id),
    storage.marksIn(id),
    storage.dotsIn(id),
  ])
  const came = attendance.find(({ participant }) => participant === me)
  const owned = new Set(owners.filter(({ participant }) => participant === me).map(({ note }) => note))
  const zones = new Map(control.zones.map((zone) => [zone.id, zone.title]))
  return {
    number,
    title: control.title,
    startsAt: control.startsAt,
    endsAt: control.endsAt,
    cameAt: came ? iso(came.joinedAt) : null,
    notes: ownNotes(board, me, owned).map((note) => ({
      ...written(note, board),
      zone: zones.get(note.place.zone) ?? null,
    })),
    drafts: [...(pad?.notes.values() ?? [])].map(({ text, meta, place }) => ({
      text,
      kind: meta.kind,
      zone: zones.get(place.zone) ?? null,
    })),
    themes: [...board.themes.values()]
      .filter(({ author }) => author === me)
      .sort(byRank)
      .map(({ title, status, createdAt }) => ({ title, status, madeAt: iso(createdAt) })),
    marks: marks.filter(({ participant }) => participant === me).map(({ note, kind }) => ({ note, kind })),
    dots: dots.filter(({ participant }) => participant === me).map((one) => ({ on: one.target, dots: one.dots })),
  }
}

/** Those that bear this person as their author, and those that bear an organisation alone and are known to be theirs. */
function ownNotes({ notes, zones }: Board, me: ParticipantId, owned: ReadonlySet<NoteId>): Note[] {
  const place = new Map([...zones.values()].sort(byOrder).map(({ id }, i) => [id, i]))
  return [...notes.values()]
    .filter(({ id, meta }) => meta.author === me || owned.has(id))
    .sort(
      (a, b) =>
        (place.get(a.place.zone) ?? zones.size) - (place.get(b.place.zone) ?? zones.size) ||
        a.meta.createdAt - b.meta.createdAt,
    )
}

const written = ({ text, meta, place }: Note, { themes }: Board): Omit<OwnNote, 'zone'> => ({
  text,
  kind: meta.kind,
  theme: (place.theme && themes.get(place.theme)?.title) ?? null,
  writtenAt: iso(meta.createdAt),
  signed: meta.author === null ? 'organisation' : 'name',
})

const isAnything = ({ cameAt, ...rest }: OwnSession): boolean =>
  cameAt !== null || [rest.notes, rest.drafts, rest.themes, rest.marks, rest.dots].some((list) => list.length > 0)

const iso = (ms: number): string => new Date(ms).toISOString()
