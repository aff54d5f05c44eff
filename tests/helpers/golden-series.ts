import { readFileSync } from 'node:fs'
import demoNotes from '../../server/demo/session-notes.json' with { type: 'json' }
import type {
  CommitmentId,
  ExpectationId,
  NoteId,
  OrganisationId,
  SessionId,
  TakeHomeId,
} from '../../shared/model/ids.ts'
import { NO_SERIES, type Outcome, type Series, type TakeHomeStatus } from '../../shared/model/series.ts'
import type { RecordNote, RecordTheme, RecordZone, SessionRecord } from '../../shared/record/record.ts'
import { makeSeriesRecord, type SeriesInput } from '../../shared/record/series-sources.ts'

// The series of which the golden documents tell. Its second session is the golden JSON; the notes of the others are
// stand-ins without meaning, as many for each theme as the golden table says.

export const golden = (name: string): string => readFileSync(new URL(`../golden/${name}`, import.meta.url), 'utf8')
const second = JSON.parse(golden('verslag-sessie-2.json')) as SessionRecord

const uuid = (kind: number, n: number) =>
  `019ce12a-bb40-7000-8000-${String(kind).padStart(4, '0')}${String(n).padStart(8, '0')}`
const org = (letter: string) => second.network.organisations['ABCDEFGH'.indexOf(letter)]?.id as OrganisationId
const orgs = (letters: string) => [...letters].map(org)
const sessionId = (number: number) => uuid(9, number) as SessionId

const ASPECTS = [
  'Visie',
  'Inhoudelijke kaders',
  'Doelstellingen',
  'Activiteiten/groepswerking',
  'Communicatie/bekendmaking',
  'Inkleding',
  'Wat werkt',
  'Waar zijn we trots op',
]

/** Which aspects who showed, by their places; whose themes hold how many notes; what was deepened; who was excused. */
const TOLD: Record<number, { shown: Record<string, string>; counts: number[]; deepened: number[]; excused: string }> = {
  1: { shown: { D: '03567' }, counts: [1, 3, 2, 4, 2, 2, 3, 3, 1, 3], deepened: [], excused: '' },
  3: { shown: { C: '0134567', E: '03456' }, counts: [3, 5, 9, 4, 2, 4, 6, 5, 3, 2], deepened: [2], excused: 'F' },
  4: { shown: { G: '01234567', H: '01367' }, counts: [2, 4, 3, 3, 10, 5, 4, 6, 0, 3], deepened: [4], excused: 'D' },
  5: { shown: { F: '023567', D: '24' }, counts: [0, 3, 2, 7, 2, 3, 3, 4, 4, 6], deepened: [], excused: '' },
}

const expectationThemes = new Set(second.expectations.map(({ theme }) => theme))
const themeTitles = second.themes.filter(({ id }) => !expectationThemes.has(id)).map(({ title }) => title)

function standIn(number: number): SessionRecord {
  const told = TOLD[number]
  if (!told) throw new Error('there is no such session')
  const themes = themeTitles.map((title, n): RecordTheme => ({
    id: uuid(30 + number, n),
    title,
    summary: '',
    zone: null,
    rank: `a${n}`,
    status: 'theme',
  }))
  const shown = Object.entries(told.shown).flatMap(([letter, aspects]) =>
    [...aspects].map((at) => ({ organisation: org(letter), aspect: ASPECTS[Number(at)] ?? '' })),
  )
  const zones = [
    ...(number === 1 ? [{ kind: 'expectations' as const, title: 'Verwachtingen van de groep' }] : []),
    ...shown.map((one) => ({ kind: 'presentation' as const, title: one.aspect, ...one })),
  ].map((zone, n): RecordZone => ({ id: uuid(20 + number, n), locked: false, hidden: false, ...zone }))
  const presentations = zones.filter(({ kind }) => kind === 'presentation')
  const asked = number === 1 ? askedNotes(zones[0]?.id ?? '', themes) : []
  const others = told.counts.flatMap((count, n) => {
    const theme = themes[n]?.id ?? ''
    const more = count - asked.filter((note) => note.theme === theme).length
    return Array.from({ length: more }, () => theme)
  })
  const notes = others.map((theme, n): RecordNote => ({
    id: uuid(40 + number, n),
    text: `invulling ${number}-${n + 1}`,
    zone: presentations[n % presentations.length]?.id ?? null,
    theme,
    kind: 'idea',
  }))
  const moment = second.network.sessions.find((one) => one.number === number)
  return {
    ...second,
    session: { ...(moment ?? { number }), title: `Bijeenkomst ${number}` },
    attendance: { present: [], excused: orgs(told.excused) },
    summary: '',
    zones,
    themes,
    notes: [...asked, ...notes],
    expectations: [],
    crossPollination: [],
    deepened: told.deepened.map((n) => ({ theme: themes[n]?.id ?? '', text: 'Een tekst.' })),
    earlierCommitments: [],
    commitments: [],
    takeHomes: [],
    leftOut: { notes: 0, reasons: {} },
  }
}

/** What the group expected was asked in the first session: the golden JSON of the second shows it again. */
function askedNotes(zone: string, themes: readonly RecordTheme[]): RecordNote[] {
  return second.notes
    .filter(({ theme }) => theme !== null && expectationThemes.has(theme))
    .map((note) => {
      const title = demoNotes.find(({ text }) => text === note.text)?.theme
      return { ...note, zone, theme: themes.find((theme) => theme.title === title)?.id ?? null }
    })
}

const JUDGED: readonly [Outcome, string, string][] = [
  ['met', 'Alle organisaties toonden hun werking.', 'Door jullie vragen zie ik'],
  ['met', 'We durfden hardop te denken en stelden elkaar vragen.', 'Ik merk dat ons team te snel'],
  [
    'met',
    'We verdiepten 3 thema’s, ook vaders en taal, waar de groep zelf om vroeg.',
    'Grootouders komen bij ons vaker',
  ],
  ['partly', 'Bij elk bezoek namen we iets mee. Voor een kleine ruimte vonden we nog weinig.', 'Die verkleedhoek'],
  ['partly', 'We weten van elkaar wat werkt, maar nog te weinig over gezinnen in armoede.', 'Een flyer uit de handen'],
  ['met', 'We toonden ook wat moeilijk loopt.', 'Spannend om onze werking'],
  [
    'not',
    'We zien waarin we verschillen, maar hebben er nog geen woorden voor die ook het bestuur overtuigen.',
    'Bij ons is er altijd een activiteit',
  ],
]

const ALL = 'ABCDEFGH'
const TAKEN: readonly [from: string, to: string, what: string, session: number, TakeHomeStatus, saw: string][] = [
  ['G', 'B', 'Onthaal in twee talen', 4, 'busy', 'Eerste kaarten zijn gemaakt.'],
  ['C', 'H', 'Koffietafel vlak bij de ingang', 3, 'tried', 'Ouders blijven langer praten.'],
  [
    'A',
    'C',
    'Een voormiddag meedraaien in een ander team',
    3,
    'learned',
    'Kijken zonder te helpen is moeilijk en leerzaam.',
  ],
  ['H', ALL, 'Samen vorming geven aan vrijwilligers', 2, 'dropped', 'We vonden geen avond die past.'],
  ['AEH', ALL, 'Materiaal aan elkaar uitlenen', 2, 'busy', 'De lijst is klaar.'],
  ['F', ALL, 'Map met pictogrammen', 2, 'tried', '5 organisaties gebruiken de map.'],
  ['C', 'G', 'Babymassage met een lesgever van elders', 2, 'busy', 'Start in september.'],
  ['B', 'E', 'Papa-zaterdag op de speeltuin', 2, 'tried', 'Op zaterdag 6 juni 2026 kwamen 5 vaders.'],
  ['A', 'G', 'Gezinnen begroeten aan de deur', 2, 'learned', 'Groet eerst het kind, dan ontspant de ouder.'],
  ['A', 'D', 'Gezinnen begroeten aan de deur', 2, 'tried', 'Lukt als er twee begeleiders zijn.'],
]

const PROMISED = [
  ['D', 'Plant het meertalig voorlezen met de bib', 3, '2026-08-28', 'open'],
  ['F', 'Stuurt de map met pictogrammen naar iedereen', 2, '2026-03-20', 'done'],
  ['CG', 'Starten met babymassage', 4, '2026-09-15', 'busy'],
  ['H', 'Zoekt een digitale plek voor onze documenten', 1, '2026-03-12', 'dropped'],
  ['BC', 'Laten de gezamenlijke folder drukken', 5, '2026-08-28', 'open'],
] as const

function goldenState(): Series {
  const noteOf = (words: string) => second.notes.find(({ text }) => text.startsWith(words))?.id as NoteId
  return {
    ...NO_SERIES,
    summary:
      'We leerden elkaars ontmoetingsplaats kennen door er te zijn. Een begroeting aan de deur, een map met beelden en een zaterdag voor vaders gingen van de ene plek naar de andere. Woorden vinden voor onze eigenheid blijft werk voor later.',
    expectations: second.expectations.map(({ theme }, n) => {
      const [outcome, sentence, words] = JUDGED[n] ?? ['met', '', '']
      return {
        id: uuid(50, n) as ExpectationId,
        text: second.themes.find(({ id }) => id === theme)?.title ?? '',
        session: sessionId(1),
        theme: null,
        check: null,
        judgement: { outcome, sentence, notes: [{ session: sessionId(2), note: noteOf(words) }] },
      }
    }),
    takeHomes: TAKEN.map(([from, to, what, session, status, saw], n) => ({
      id: uuid(60, n) as TakeHomeId,
      session: sessionId(session),
      target: null,
      what,
      from: orgs(from),
      to: orgs(to).filter((id) => !orgs(from).includes(id)),
      firstStep: '',
      by: null,
      help: '',
      status,
      saw,
    })),
    commitments: PROMISED.map(([who, what, session, by, status], n) => ({
      id: uuid(70, n) as CommitmentId,
      session: sessionId(session),
      who: orgs(who),
      what,
      by,
      status,
    })),
    reunion: {
      startsAt: '2026-10-15T14:00:00+02:00',
      endsAt: '2026-10-15T16:00:00+02:00',
      host: org('H'),
      venue: '',
    },
  }
}

export function goldenInput(): SeriesInput {
  const { sessions: _sessions, ...network } = second.network
  const series = goldenState()
  return {
    network,
    sessions: [1, 2, 3, 4, 5].map((number) => {
      const record = number === 2 ? second : standIn(number)
      const taken = series.takeHomes
        .filter(({ session }) => session === sessionId(number))
        .map(({ session: _session, target: _target, ...one }) => ({ ...one, note: null }))
      return { id: sessionId(number), held: true, record: { ...record, takeHomes: taken } }
    }),
    series,
    aspects: ASPECTS,
    madeOn: '2026-06-18',
  }
}

export const goldenSeries = () => makeSeriesRecord(goldenInput())
