import * as v from 'valibot'
import { BOUNDS } from '../model/bounds.ts'
import { IDENTITIES, STEP_MODES } from '../model/network.ts'
import { NOTE_KINDS } from '../model/note.ts'
import { COMMITMENT_STATUSES, OUTCOMES, STANDINGS, TAKE_HOME_STATUSES } from '../model/series.ts'
import { COLOURS, THEME_STATUSES } from '../model/theme.ts'
import { PRESENTERS, ZONE_KINDS } from '../model/zone.ts'

// What of a record at level full comes onto a board, with its bounds. What the file holds besides is not looked at.

/** Text as a board may hold it: half a sign (a lone surrogate) is in no document. */
const text = (most: number) =>
  v.pipe(
    v.string(),
    v.maxLength(most),
    v.check((words) => !/\p{Surrogate}/u.test(words), 'half a sign is no text'),
  )
const words = (most: number) => v.pipe(text(most), v.regex(/\S/, 'no words'))
/** Only a name within the file: each gets a new one. */
const id = v.pipe(text(64), v.minLength(1))
const idOrNull = v.nullable(id)
const rank = text(200)
const coordinate = v.pipe(v.number(), v.minValue(-BOUNDS.coordinate), v.maxValue(BOUNDS.coordinate))
const number = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000))
const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100_000))

const isDay = (value: unknown): value is string =>
  typeof value === 'string' &&
  /^\d{4}-\d\d-\d\d$/.test(value) &&
  new Date(`${value}T12:00:00Z`).toJSON()?.slice(0, 10) === value
const date = v.custom<string>(isDay, 'an ISO date')
const day = v.nullable(date)
const isMoment = (value: unknown): value is string =>
  typeof value === 'string' &&
  /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(value) &&
  !Number.isNaN(Date.parse(value))
const moment = v.custom<string>(isMoment, 'a moment in ISO 8601 with an offset')

/** A list is counted before anything in it is looked at. */
const list = <S extends v.GenericSchema>(most: number, item: S) =>
  v.pipe(v.array(v.unknown()), v.maxLength(most), v.array(item))
const names = list(BOUNDS.organisationsPerNetwork, id)

const moments = {
  number,
  startsAt: v.optional(moment),
  endsAt: v.optional(moment),
  venue: v.optional(text(BOUNDS.title)),
  host: v.optional(id),
  secondPresenter: v.optional(id),
}

const step = v.object({
  id,
  title: text(BOUNDS.title),
  mode: v.picklist(STEP_MODES),
  minutes: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(600)),
  zone: idOrNull,
  identity: v.picklist(IDENTITIES),
  prompt: text(BOUNDS.prompt),
})

const zone = v.object({
  id,
  kind: v.picklist(ZONE_KINDS),
  title: text(BOUNDS.title),
  prompt: v.optional(text(BOUNDS.prompt)),
  aspect: v.optional(text(BOUNDS.title)),
  presenter: v.optional(v.picklist(PRESENTERS)),
  organisation: v.optional(id),
  locked: v.boolean(),
  hidden: v.boolean(),
})

const theme = v.object({
  id,
  title: text(BOUNDS.title),
  summary: text(BOUNDS.summary),
  rank,
  status: v.picklist(THEME_STATUSES),
  look: v.object({ colour: v.picklist(COLOURS), zone: idOrNull, x: coordinate, y: coordinate }),
})

const note = v.object({
  id,
  text: words(BOUNDS.noteText),
  zone: idOrNull,
  theme: idOrNull,
  kind: v.picklist(NOTE_KINDS),
  organisation: v.optional(id),
  under: v.optional(id),
  buildsOn: v.optional(id),
  omitted: v.optional(v.boolean(), false),
  staysInGroup: v.optional(v.boolean(), false),
  place: v.object({ rank, x: coordinate, y: coordinate }),
})

const mark = v.object({ note: id, recognise: count, takeHome: names })

const takeHome = v.object({
  id,
  note: idOrNull,
  theme: v.optional(id),
  what: v.optional(text(BOUNDS.sentence), ''),
  from: names,
  to: names,
  firstStep: text(BOUNDS.sentence),
  by: day,
  help: v.optional(text(BOUNDS.sentence), ''),
  status: v.picklist(TAKE_HOME_STATUSES),
  saw: v.optional(text(BOUNDS.sentence), ''),
})

const commitment = v.object({
  id,
  session: number,
  who: names,
  what: text(BOUNDS.sentence),
  by: day,
  status: v.picklist(COMMITMENT_STATUSES),
})

const expectation = v.object({
  number,
  text: text(BOUNDS.title),
  session: v.nullable(number),
  standing: v.optional(v.picklist(STANDINGS)),
  standingSentence: v.optional(text(BOUNDS.sentence), ''),
  outcome: v.optional(v.picklist(OUTCOMES)),
  sentence: v.optional(text(BOUNDS.sentence), ''),
})

const series = v.object({
  expectations: list(BOUNDS.expectations, expectation),
  ties: list(BOUNDS.tiesPerSession, v.object({ expectation: number, note: v.optional(id), theme: v.optional(id) })),
  check: v.optional(
    v.object({
      answers: count,
      counts: v.nullable(v.pipe(list(5, count), v.length(5))),
    }),
  ),
})

const fields = {
  network: v.object({
    organisations: list(BOUNDS.organisationsPerNetwork, v.object({ id, name: v.pipe(words(BOUNDS.title), v.trim()) })),
  }),
  session: v.object({
    ...moments,
    title: words(BOUNDS.title),
    agenda: list(BOUNDS.stepsPerSession, step),
  }),
  summary: text(BOUNDS.summary),
  deepened: list(BOUNDS.themesPerBoard, v.object({ theme: id, text: text(BOUNDS.summary) })),
  decisions: v.optional(list(BOUNDS.decisionsPerSession, words(BOUNDS.sentence)), []),
  corrections: v.optional(list(BOUNDS.decisionsPerSession, v.object({ on: date, text: words(BOUNDS.sentence) })), []),
  approved: v.optional(v.object({ on: date, session: v.optional(number) })),
  attendance: v.object({ present: names, excused: names }),
  zones: list(BOUNDS.zonesPerSession, zone),
  themes: list(BOUNDS.themesPerBoard, theme),
  notes: list(BOUNDS.notesPerBoard, note),
  expectations: list(BOUNDS.themesPerBoard, v.object({ number, session: number, theme: id })),
  earlierCommitments: list(BOUNDS.commitments, v.unknown()),
  commitments: list(BOUNDS.commitments, commitment),
  takeHomes: list(BOUNDS.takeHomes, takeHome),
  series: v.optional(series),
  marks: v.optional(list(BOUNDS.notesPerBoard, mark), []),
}

export const recordFields = v.object(fields)
export type FullRecord = v.InferOutput<typeof recordFields>

/** What follows from the rest, or is the file's own. */
const DERIVED = ['format', 'version', 'level', 'madeOn', 'crossPollination', 'leftOut']
/** The parts of a record that are known here. */
export const KNOWN_KEYS: ReadonlySet<string> = new Set([...Object.keys(fields), ...DERIVED])
