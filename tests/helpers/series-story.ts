import type {
  CarriedKind,
  CheckAnswer,
  CommitmentStatus,
  Outcome,
  Standing,
  TakeHomeStatus,
} from '../../shared/model/series.ts'

// Five sessions of a network with eight organisations, in short: what is said and done in them, and by that what their
// series holds in the end. Organisations by letter, sessions by number, notes by their words.

export const LETTERS = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'] as const
export type Letter = (typeof LETTERS)[number]
export const nameOf = (letter: Letter): string => `Organisatie ${letter}`

/** What people expect, under the titles that the facilitator gives. Numbered in this order in the first session. */
export const EXPECTED: readonly { readonly title: string; readonly notes: readonly string[] }[] = [
  { title: 'Elkaars werking leren kennen', notes: ['Zien hoe een voormiddag bij anderen loopt', 'Weten wie wat doet'] },
  { title: 'Samen nadenken', notes: ['Niet alleen met mijn vragen zitten'] },
  { title: 'Inspiratie opdoen', notes: ['Met drie ideeën naar huis', 'Iets dat morgen kan'] },
  { title: 'Vinden van eigenheid', notes: ['Wat maakt ons anders?'] },
]

export interface Shown {
  readonly session: number
  readonly by: Letter
  /** By its place among the aspects, from 0. */
  readonly aspect: number
  readonly own: string
  /** What listeners file under it. */
  readonly reactions: readonly {
    readonly by: Letter
    readonly kind: 'recognise' | 'question' | 'takeHome'
    readonly text: string
  }[]
}

/** Host and second presenter, by session: the last session looks back, with two who show once more. */
export const PRESENTERS: readonly (readonly [host: Letter, second: Letter])[] = [
  ['A', 'B'],
  ['C', 'D'],
  ['E', 'F'],
  ['G', 'H'],
  ['A', 'C'],
]

/** Ten presentations: of each presenter one aspect in each session, and what two others say to it. */
export const SHOWN: readonly Shown[] = PRESENTERS.flatMap((pair, i) =>
  pair.map((by, slot): Shown => {
    const [first, next] = [1, 2].map((step) => LETTERS[(LETTERS.indexOf(by) + step) % LETTERS.length] as Letter)
    const session = i + 1
    return {
      session,
      by,
      aspect: (i * 2 + slot) % 8,
      own: `Zo werkt ${by} in bijeenkomst ${session}`,
      reactions: [
        { by: first as Letter, kind: 'recognise', text: `Herkenbaar, zegt ${first} over ${by} in ${session}` },
        { by: next as Letter, kind: slot === 0 ? 'question' : 'takeHome', text: `Van ${next} aan ${by} in ${session}` },
      ],
    }
  }),
)

export interface Taken {
  readonly session: number
  readonly idea: string
  readonly from: Letter
  readonly to: readonly Letter[]
  readonly firstStep: string
  readonly status: TakeHomeStatus
  readonly saw: string
}

const idea = (
  session: number,
  from: Letter,
  what: string,
  to: readonly Letter[],
  status: TakeHomeStatus,
  saw = '',
) => ({
  session,
  from,
  idea: what,
  to,
  firstStep: `${to.join(' en ')} probeert het één keer`,
  status,
  saw,
})

/** Twelve ideas that are taken home, and what became of them by the next session. */
export const TAKEN: readonly Taken[] = [
  idea(1, 'A', 'Een kapstok op kinderhoogte', ['B'], 'tried', 'Kinderen hangen zelf hun jas op'),
  idea(1, 'B', 'Koffie zetten ouders zelf', ['C', 'D'], 'learned', 'Het werkt als de kan klaarstaat'),
  idea(1, 'B', 'Een foto van elke begeleider', ['A'], 'dropped', 'Niet iedereen wil op de foto'),
  idea(2, 'C', 'Een rustige hoek met een gordijn', ['E'], 'tried', 'Twee kinderen sliepen er'),
  idea(2, 'D', 'Een welkom in acht talen', ['F', 'G', 'H'], 'busy'),
  idea(2, 'D', 'Buiten spelen bij elk weer', ['A'], 'tried', 'Laarzen gevraagd aan ouders'),
  idea(3, 'E', 'Een vadergroep op zaterdag', ['B', 'H'], 'busy'),
  idea(3, 'F', 'Grootouders lezen voor', ['C'], 'learned', 'Eén grootvader komt elke week'),
  idea(3, 'F', 'Speelgoed ruilen', ['D'], 'tried', 'Vol rek op één dag'),
  idea(4, 'G', 'Een vroedvrouw op bezoek', ['A', 'E'], 'tried', 'Veel vragen over slapen'),
  idea(4, 'H', 'Een lied om op te ruimen', ['F'], 'learned', 'Na drie keer zong iedereen mee'),
  idea(4, 'H', 'Samen naar de markt', ['G'], 'open'),
]

/** A note or theme that touches an expectation, by its number. */
export const TIED: readonly { readonly session: number; readonly words: string; readonly expectation: number }[] = [
  { session: 2, words: 'Een rustige hoek met een gordijn', expectation: 3 },
  { session: 2, words: 'Zo werkt C in bijeenkomst 2', expectation: 1 },
  { session: 3, words: 'Een vadergroep op zaterdag', expectation: 2 },
  { session: 3, words: 'Zo werkt F in bijeenkomst 3', expectation: 1 },
  { session: 4, words: 'Een lied om op te ruimen', expectation: 3 },
]

export interface Promised {
  readonly session: number
  readonly who: readonly Letter[]
  readonly what: string
  readonly status: CommitmentStatus
}

export const PROMISED: readonly Promised[] = [
  { session: 1, who: ['A'], what: 'Legt alle openingsuren op één blad', status: 'done' },
  { session: 1, who: ['C', 'D'], what: 'Maken een folder', status: 'busy' },
  { session: 2, who: ['E'], what: 'Vraagt de zaal voor het slotmoment', status: 'done' },
  { session: 3, who: ['H'], what: 'Nodigt de vroedvrouw uit', status: 'dropped' },
  { session: 4, who: ['B'], what: 'Brengt het liedboek mee', status: 'open' },
]

export const PARKED = { session: 1, text: 'Wie betaalt het vervoer?' } as const

/** What goes along into the next session. */
export const CARRIED: readonly {
  readonly kind: CarriedKind
  readonly from: number
  readonly to: number
  readonly words: string
}[] = [
  ...EXPECTED.map(({ title }) => ({ kind: 'expectation' as const, from: 1, to: 2, words: title })),
  { kind: 'commitment', from: 1, to: 2, words: 'Maken een folder' },
  { kind: 'note', from: 1, to: 2, words: PARKED.text },
]

/** The question at the end: the answers of the eight, by session. */
export const ANSWERS: readonly (readonly CheckAnswer[])[] = [
  [3, 3, 4, 4, 3, 2, 4, 3],
  [4, 4, 4, 3, 4, 3, 5, 4],
  [4, 4, 5, 4, 4, 4, 4, 3],
  [5, 4, 5, 4, 4, 4, 5, 4],
  [5, 5, 5, 4, 5, 4, 5, 4],
]

export interface Checked {
  readonly expectation: number
  readonly standing: Standing
  readonly sentence: string
}

export const CHECKED: readonly Checked[] = [
  { expectation: 1, standing: 'good', sentence: 'We zagen er al zes van dichtbij.' },
  { expectation: 2, standing: 'somewhat', sentence: 'In duo’s lukt het beter dan met allen.' },
  { expectation: 3, standing: 'good', sentence: '' },
  { expectation: 4, standing: 'notYet', sentence: 'Daar kwamen we nog niet aan toe.' },
]

export interface Judged {
  readonly expectation: number
  readonly outcome: Outcome
  readonly sentence: string
  /** The notes that show it, by their words. */
  readonly notes: readonly { readonly session: number; readonly words: string }[]
}

export const JUDGED: readonly Judged[] = [
  {
    expectation: 1,
    outcome: 'met',
    sentence: 'Iedereen was bij vier anderen te gast.',
    notes: [{ session: 2, words: 'Zo werkt C in bijeenkomst 2' }],
  },
  { expectation: 2, outcome: 'partly', sentence: 'Tussen de bijeenkomsten door nog te weinig.', notes: [] },
  {
    expectation: 3,
    outcome: 'met',
    sentence: 'Twaalf ideeën reisden mee.',
    notes: [{ session: 4, words: 'Een lied om op te ruimen' }],
  },
  { expectation: 4, outcome: 'changed', sentence: 'Het werd: waarin lijken we op elkaar?', notes: [] },
]

/** H could not come to the second session. */
export const EXCUSED = { session: 2, who: 'H' } as const
