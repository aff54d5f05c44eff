import { writeNote } from '../../shared/doc/commands.ts'
import type { OrganisationId, SessionId } from '../../shared/model/ids.ts'
import type { Organisation } from '../../shared/model/network.ts'
import type { NoteKind } from '../../shared/model/note.ts'
import type { NetworkInfo, SessionInfo } from '../../shared/wire/http.ts'
import type { SeriesAnswer, SeriesCommand } from '../../shared/wire/series-commands.ts'
import { openBoard, type Who } from './full-board.ts'
import { gather, writerOf, type Gathering } from './gathering.ts'

// A series in which organisations presented and took ideas home from each other.

export interface ToldSeries extends Gathering {
  readonly organisations: readonly Organisation[]
  readonly sessions: readonly SessionInfo[]
  /** One person of each organisation, with the token that a program uses. */
  readonly people: readonly (Who & { readonly signIn: string })[]
  readonly say: (command: SeriesCommand, who?: Who) => Promise<Extract<SeriesAnswer, { ok: true }>>
  /** By letter: the organisation of "Organisatie C" is `of('C')`. */
  readonly of: (letter: string) => OrganisationId
}

const LETTERS = [...'ABCDEFGHIJKL']
/** What they show: by aspect, in the order of the list. The first has several notes. */
const SHOWN = [
  [
    'Ontmoeten mag gewoon ontmoeten zijn. Er moet niets.',
    'Elk kind en elke ouder is welkom.',
    'Samen spelen kan overal.',
  ],
  ['We werken onder het Huis van het Kind, samen met OCMW, bib en school.'],
  ['Het gezin vindt van hieruit de weg naar andere diensten in de buurt.', 'Kinderen oefenen samen spelen.'],
  ['Eerst vrij spel, daarna zingen we samen af.', 'Elke maand kookt een ouder iets van thuis.'],
  ['Een flyer uit de handen van de verpleegkundige werkt beter dan Facebook.'],
  [],
  ['Aan de deur staan en iedereen bij de voornaam begroeten.', 'Vaste gezichten op hetzelfde moment.'],
  ['Twee ouders van bij de start zijn nu zelf vrijwilliger.'],
] as const
const REACTIONS: readonly { readonly aspect: number; readonly kind: NoteKind; readonly text: string }[] = [
  { aspect: 0, kind: 'recognise', text: 'Bij ons ook: niets moeten is het moeilijkste.' },
  { aspect: 0, kind: 'question', text: 'Hoe leg je dat uit aan je bestuur?' },
  { aspect: 0, kind: 'takeHome', text: 'Er moet niets: dat wordt onze eerste zin.' },
  { aspect: 6, kind: 'takeHome', text: 'Vanaf morgen staan wij ook aan de deur.' },
  { aspect: 7, kind: 'idea', text: 'Vraag hen om het zelf te vertellen.' },
]

const TEN = ['AB', 'CD', 'EF', 'GH', 'AB']
interface ToldWishes {
  readonly count?: number
  /** By session, the letters of who presents, host first. */
  readonly presenters?: readonly string[]
  /** How many of the sessions went by. */
  readonly held?: number
}

export async function tellSeries(
  url: string,
  { count = 8, presenters = TEN, held = presenters.length }: ToldWishes = {},
): Promise<ToldSeries> {
  const names = LETTERS.slice(0, count).map((letter) => `Organisatie ${letter}`)
  const gathering = await gather(url, { organisations: names })
  const { organisations, sessions } = gathering.created.network
  const of = (letter: string) => organisations[LETTERS.indexOf(letter)]?.id as OrganisationId
  const call = async <T>(path: string, token: string, body?: unknown, method = 'POST'): Promise<T> => {
    const answer = await fetch(`${url}/api/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as T
  }
  const lead = gathering.who.token
  const people: ToldSeries['people'][number][] = []
  for (const { name } of organisations) {
    const joined = await gathering.joins({ organisation: name })
    people.push({ ...writerOf(joined), signIn: new URL(joined.url, url).href })
  }
  const by = (letter: string) => people[LETTERS.indexOf(letter)] as Who

  for (const [i, letters] of presenters.entries()) {
    const { id } = sessions[i] as SessionInfo
    const [host, second] = [...letters].map(of)
    await call(`sessions/${id}`, lead, { host: host ?? null, secondPresenter: second ?? null }, 'PATCH')
    if (i >= held) continue
    const { sessions: now } = await call<NetworkInfo>(
      `networks/${gathering.created.network.id}`,
      lead,
      undefined,
      'GET',
    )
    const zones = now.find((one) => one.id === id)?.zones.filter(({ kind }) => kind === 'presentation') ?? []
    for (const letter of letters) {
      const aspects = zones.filter(({ organisation }) => organisation === of(letter))
      await write(url, id, by(letter), (put) =>
        aspects.forEach((zone, aspect) =>
          SHOWN[aspect]?.forEach((text, n) =>
            put({ text: n === 0 ? `${text} (${letter})` : text, zone: zone.id, x: n * 232 }),
          ),
        ),
      )
      const others = LETTERS.slice(0, count).filter((one) => !letters.includes(one))
      for (const [n, { aspect, kind, text }] of REACTIONS.entries()) {
        const zone = aspects[aspect]
        if (zone)
          await write(url, id, by(others[n % others.length] ?? ''), (put) =>
            put({ text, kind, zone: zone.id, x: n * 232, y: 300 }),
          )
      }
    }
    await gathering.command({ type: 'endSession' }, id)
  }
  return {
    ...gathering,
    organisations,
    sessions,
    people,
    of,
    say: (command, who = gathering.who) =>
      call(`networks/${gathering.created.network.id}/commands`, who.token, command),
  }
}

type Put = (note: { text: string; zone: string; x: number; y?: number; kind?: NoteKind }) => void

async function write(url: string, session: SessionId, who: Who, notes: (put: Put) => void): Promise<void> {
  const writer = await openBoard(url, session, who)
  const { participant: author, organisation } = who
  notes(({ y = 0, ...note }) =>
    writeNote(writer.board, { author, organisation }, { ...note, zone: note.zone as never, y }, 1_000),
  )
  await writer.saved()
  writer.leave()
  if (writer.refusals.length > 0) throw new Error(`refused: ${writer.refusals.join()}`)
}

type Wish = Extract<SeriesCommand, { type: 'takeHome' }>
/** Twelve ideas that went from one to another, in two sessions, as far as they got. */
export async function takeHome(told: ToldSeries): Promise<void> {
  const { say, of, organisations } = told
  const [first, second] = told.sessions.map(({ id }) => id) as [SessionId, SessionId]
  const wishes: readonly [
    string,
    string,
    string,
    Partial<Wish>,
    ('tried' | 'busy' | 'dropped' | 'learned')?,
    string?,
  ][] = [
    [
      'A',
      'D',
      'Iedereen begroeten aan de deur',
      { firstStep: 'Twee mensen aan de deur op maandag', by: '2026-11-26' },
      'busy',
    ],
    [
      'A',
      'G',
      'Begroeting aan de deur',
      { firstStep: 'Vanaf volgende week' },
      'learned',
      'Groet eerst het kind, dan ontspant de ouder.',
    ],
    ['A', 'H', 'De verkleedkoffer lenen', { firstStep: 'Koffer ophalen', by: '2026-12-03' }],
    [
      'B',
      'E',
      'De papa-zaterdag, in de speeltuin',
      { firstStep: 'Zaterdag prikken', by: '2027-01-21', help: 'Wie kent een speeltuin met een afdak?' },
    ],
    [
      'F',
      'B',
      'De map met pictogrammen',
      { firstStep: 'Map kopiëren', by: '2026-12-03' },
      'tried',
      'Vijf gezinnen gebruikten ze al.',
    ],
    ['F', 'C', 'De map met pictogrammen', { firstStep: 'Map kopiëren', by: '2026-12-03' }, 'busy'],
    [
      'C',
      'G',
      'Babymassage: lesgever van C',
      { firstStep: 'Lesgever bellen', by: '2027-01-21' },
      'dropped',
      'We vonden geen avond die past.',
    ],
    ['B', 'A', 'Liedjes en vaste ritmes op papier', { firstStep: 'Eerste vijf liedjes', by: '2027-03-18' }, 'busy'],
    ['H', 'A', 'De bakfiets lenen', { firstStep: 'Dag afspreken', by: '2027-01-21' }],
    ['EH', 'C', 'Materiaal aan elkaar uitlenen', { firstStep: 'Een lijst maken' }, 'busy'],
    ['', 'F', 'Een rondje waarin iedereen één vraag stelt', { firstStep: 'Proberen in het team' }, 'tried'],
    ['G', '', 'Onthaal in twee talen', { firstStep: 'De eerste kaarten' }],
  ]
  for (const [i, [from, to, what, more, status, saw = '']] of wishes.entries()) {
    const takers = to === '' ? organisations.map(({ id }) => id).filter((id) => id !== of(from)) : [of(to)]
    const session = i < 7 ? first : second
    const { takeHome } = await say({ type: 'takeHome', session, what, from: [...from].map(of), to: takers, ...more })
    if (status && takeHome) await say({ type: 'changeTakeHome', takeHome, status, saw })
  }
}
