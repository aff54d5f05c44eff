import fc from 'fast-check'
import type {
  CommitmentId,
  CorrectionId,
  DecisionId,
  ExpectationId,
  NoteId,
  TakeHomeId,
} from '../../shared/model/ids.ts'
import { NO_MINUTES, type Minutes } from '../../shared/model/minutes.ts'
import { NOTE_KINDS, type Note } from '../../shared/model/note.ts'
import { COMMITMENT_STATUSES, NO_SERIES, TAKE_HOME_STATUSES, type Series } from '../../shared/model/series.ts'
import { ZONE_KINDS, type ZoneKind } from '../../shared/model/zone.ts'
import type { SessionRecord } from '../../shared/record/record.ts'
import { stackTops } from '../../shared/record/stacks.ts'
import { note, noteId, rank, theme, themeId, zone, zoneId } from './boards.ts'
import { network, organisationId, participantId, recordOf, session, writtenBy } from './records.ts'

// Sessions of all shapes with all that a record can hold: a board, what the facilitator wrote, and what the series says of it.
// Each text holds a word of its own; what may be in no file holds one that nothing else has.

/** Who wrote, tied and answered, the code at the door, and when it was: in no file, at no level. */
const NEVER_OF_PEOPLE = Array.from({ length: 30 }, (_, n) => participantId(7_000 + n))
const WRITTEN_AT = 1_773_300_000_000
const CORRECTED_AT = Date.parse('2026-04-21T10:17:43+02:00')

export interface WholeSession {
  /** Level full. */
  readonly record: SessionRecord
  /** By its word: how often a text stands in a document of the group. A stack stands by its top. */
  readonly notes: ReadonlyMap<string, 'top' | 'beneath' | 'quoted'>
  /** Words of texts that are no notes: in documents and in JSON once. */
  readonly texts: readonly string[]
  /** Words of notes that are left out, or stay in the group. */
  readonly kept: readonly string[]
  readonly never: readonly string[]
}

const anything = fc.string({ unit: 'grapheme', maxLength: 8 })
const zones = fc.array(
  fc.record({
    kind: fc.constantFrom(...ZONE_KINDS),
    hidden: fc.boolean(),
    presenter: fc.constantFrom('host' as const, 'second' as const, undefined),
  }),
  { minLength: 1, maxLength: 6 },
)
const themes = fc.array(fc.record({ zone: fc.nat(6), sentence: fc.boolean(), deepened: fc.boolean() }), {
  maxLength: 4,
})
const notes = fc.array(
  fc.record({
    before: anything,
    after: anything,
    zone: fc.nat(6),
    theme: fc.option(fc.nat(4)),
    under: fc.option(fc.nat(25), { freq: 2 }),
    kind: fc.constantFrom(...NOTE_KINDS),
    organisation: fc.option(fc.nat(3)),
    rank: fc.nat(3),
    kept: fc.constantFrom('in' as const, 'in' as const, 'in' as const, 'omitted' as const, 'staysInGroup' as const),
    takenBy: fc.option(fc.nat(3), { freq: 3 }),
  }),
  { maxLength: 16 },
)
const promises = fc.array(
  fc.record({
    earlier: fc.boolean(),
    who: fc.nat(3),
    by: fc.option(fc.constant('2026-03-20')),
    status: fc.constantFrom(...COMMITMENT_STATUSES),
  }),
  { maxLength: 4 },
)
const others = fc.record({
  summary: fc.boolean(),
  decisions: fc.nat(2),
  corrections: fc.nat(2),
  expectations: fc.nat(3),
  unrelated: fc.array(fc.record({ to: fc.nat(3), status: fc.constantFrom(...TAKE_HOME_STATUSES) }), { maxLength: 2 }),
  shows: fc.record({
    expectations: fc.boolean(),
    presentation: fc.boolean(),
    reflection: fc.boolean(),
    crossPollination: fc.boolean(),
    commitments: fc.boolean(),
    parked: fc.boolean(),
  }),
})

const many = <T>(count: number, made: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => made(n))
/** A word that no other text holds, also not as a part. */
const wordOf = (what: string, n: number) => `${what}q${String.fromCharCode(97 + n)}z`
const here = session(2).id

export const wholeSessions: fc.Arbitrary<WholeSession> = fc
  .tuple(zones, themes, notes, promises, others)
  .map(([zs, ts, ns, ps, other]) => {
    const made = zs.map(({ presenter, ...fields }, n) =>
      zone(n, { ...fields, ...(fields.kind === 'presentation' && presenter ? { presenter } : {}) }),
    )
    const texts: string[] = []
    const text = (what: string, n: number): string => {
      const word = wordOf(what, n)
      texts.push(word)
      return `Dit is ${word} geworden.`
    }
    const kindOf = (id: string): ZoneKind | undefined => made.find((one) => one.id === id)?.kind
    const lying = ns.map((fields, n) =>
      writtenBy(
        note(
          n,
          {
            zone: zoneId(fields.zone % zs.length),
            theme: fields.theme === null || fields.theme >= ts.length ? null : themeId(fields.theme),
            under: fields.under === null ? null : noteId(fields.under),
            rank: rank(fields.rank),
          },
          `${fields.before} ${wordOf(kindOf(zoneId(fields.zone % zs.length)) === 'checkIn' ? 'onthaalwoord' : 'briefje', n)} ${fields.after}`,
        ),
        {
          author: participantId(7_000 + n),
          organisation: fields.organisation === null ? null : organisationId(fields.organisation),
          kind: fields.kind,
          createdAt: WRITTEN_AT + n,
        },
      ),
    )
    const onRecord = lying.filter(({ place }) => kindOf(place.zone) !== 'checkIn')
    const isKept = ({ id }: Note) => ns[lying.findIndex((one) => one.id === id)]?.kept !== 'in'
    const listed = (list: 'omitted' | 'staysInGroup'): NoteId[] =>
      lying.flatMap(({ id }, n) => (ns[n]?.kept === list ? [id] : []))
    const minutes: Minutes = {
      ...NO_MINUTES,
      summary: other.summary ? text('inleiding', 0) : '',
      deepened: ts.flatMap(({ deepened }, n) => (deepened ? [{ theme: themeId(n), text: text('verdieping', n) }] : [])),
      decisions: many(other.decisions, (n) => ({ id: `decision${n}` as DecisionId, text: text('besluit', n) })),
      corrections: many(other.corrections, (n) => ({
        id: `correction${n}` as CorrectionId,
        text: text('verbetering', n),
        at: CORRECTED_AT,
      })),
      omitted: listed('omitted'),
      staysInGroup: listed('staysInGroup'),
    }
    const takenFrom = other.shows.crossPollination ? other.unrelated : []
    const takeHome = { session: here, firstStep: '', by: null, help: '', saw: '', status: 'open' as const }
    const series: Series = {
      ...NO_SERIES,
      expectations: many(other.expectations, (n) => ({
        id: `expectation${n}` as ExpectationId,
        text: `Verwachting ${n}`,
        session: null,
        theme: null,
        check: null,
        judgement: null,
      })),
      ties: onRecord.slice(0, other.expectations).map(({ id }, n) => ({
        expectation: `expectation${n}` as ExpectationId,
        session: here,
        target: id,
        by: participantId(7_020 + n),
      })),
      commitments: ps.map(({ earlier, who, by, status }, n) => ({
        id: `commitment${n}` as CommitmentId,
        session: earlier ? session(1).id : here,
        who: [organisationId(who)],
        what: text('belofte', n),
        by,
        status,
      })),
      takeHomes: [
        // Whoever takes an idea home begins with its words.
        ...lying.flatMap(({ id, text: what, meta }, n) => {
          const taker = ns[n]?.takenBy
          return taker === null || taker === undefined || organisationId(taker) === meta.organisation
            ? []
            : [{ ...takeHome, id: `taken${n}` as TakeHomeId, target: id, what, from: [], to: [organisationId(taker)] }]
        }),
        ...takenFrom.map(({ to, status }, n) => ({
          ...takeHome,
          id: `other${n}` as TakeHomeId,
          target: null,
          what: text('meegenomen', n),
          from: [],
          to: [organisationId(to)],
          status,
        })),
      ],
      checks: [{ session: here, counts: [0, 0, 1, 2, 1], answered: many(4, (n) => participantId(7_025 + n)) }],
    }
    const record = recordOf(
      {
        zones: made,
        themes: ts.map(({ zone: at, sentence }, n) =>
          theme(n, {
            title: `Onderwerp ${n}`,
            zone: zoneId(at % zs.length),
            summary: sentence ? text('samenvatting', n) : '',
            author: participantId(7_019),
          }),
        ),
        notes: lying,
      },
      { network: { ...network, showOrganisation: other.shows }, series, minutes },
    )
    return { record, ...placesOf(record, onRecord, isKept, series), texts, never: neverIn(lying, made) }

    function neverIn(all: readonly Note[], inZones: typeof made): string[] {
      const checkIn = new Set(inZones.filter(({ kind }) => kind === 'checkIn').map(({ id }) => id as string))
      return [
        ...NEVER_OF_PEOPLE,
        ...all.map(({ meta }) => String(meta.createdAt)),
        String(CORRECTED_AT),
        'K7M4PD',
        ...all.flatMap((one) => (checkIn.has(one.place.zone) ? [wordIn(one)] : [])),
      ]
    }
  })

const wordIn = ({ text }: Pick<Note, 'text'>): string => /(?:briefje|onthaalwoord)q[a-z]z/.exec(text)?.[0] ?? ''

/** Where each note of the board stands, once what is kept back is gone. */
function placesOf(
  record: SessionRecord,
  all: readonly Note[],
  isKept: (note: Note) => boolean,
  series: Series,
): Pick<WholeSession, 'notes' | 'kept'> {
  const kept = all.filter(isKept)
  const tops = stackTops(all.map(({ id, place }) => ({ id, under: place.under })))
  const kinds = new Map(record.zones.map(({ id, kind }) => [id, kind]))
  const heirs = new Map<string, string>()
  for (const { id } of record.notes) {
    const top = tops.get(id) ?? id
    if (!kept.some((one) => one.id === id) && (id === top || !heirs.has(top))) heirs.set(top, id)
  }
  const taken = new Set(series.takeHomes.map(({ target }) => target as string))
  const places = new Map<string, 'top' | 'beneath' | 'quoted'>()
  for (const one of all.filter((each) => !isKept(each))) {
    const top = tops.get(one.id) ?? one.id
    const stack = all.filter((each) => !isKept(each) && (tops.get(each.id) ?? each.id) === top)
    const zone = all.find(({ id }) => id === top)?.place.zone ?? one.place.zone
    const isQuoted =
      kinds.get(zone) !== 'crossPollination' &&
      record.network.showOrganisation.crossPollination &&
      stack.some(({ id }) => taken.has(id))
    places.set(wordIn(one), heirs.get(top) !== one.id ? 'beneath' : isQuoted ? 'quoted' : 'top')
  }
  return { notes: places, kept: kept.map(wordIn) }
}
