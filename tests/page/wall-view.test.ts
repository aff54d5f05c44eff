import { expect, test } from 'vitest'
import type { Board } from '../../shared/model/board.ts'
import type { NoteId, OrganisationId, ParticipantId, StepId, ThemeId, ZoneId } from '../../shared/model/ids.ts'
import type { Step } from '../../shared/model/network.ts'
import type { Note, NotePlace } from '../../shared/model/note.ts'
import type { Theme } from '../../shared/model/theme.ts'
import type { Zone } from '../../shared/model/zone.ts'
import { wallPicture } from '../../client/wall/wall-view.ts'

const zone = (id: string, fields: Partial<Zone> = {}): Zone => ({
  id: id as ZoneId,
  kind: 'reflection',
  title: `Zone ${id}`,
  hidden: false,
  locked: false,
  order: 0,
  ...fields,
})
const theme = (id: string, fields: Partial<Theme> = {}): Theme => ({
  id: id as ThemeId,
  author: null,
  createdAt: 0,
  zone: null,
  rank: id,
  x: 0,
  y: 0,
  title: `Thema ${id}`,
  summary: '',
  colour: 'heide',
  status: 'theme',
  ...fields,
})
let clock = 0
const note = (id: string, place: { zone: string; theme?: string; under?: string; rank?: string }): Note => ({
  id: id as NoteId,
  meta: {
    author: 'person-1' as ParticipantId,
    organisation: 'organisation-1' as OrganisationId,
    createdAt: ++clock,
    kind: 'idea',
    buildsOn: null,
  },
  place: { theme: null, rank: 'a0', x: 0, y: 0, under: null, ...place } as NotePlace,
  text: `briefje ${id}`,
})
const board = (zones: Zone[], themes: Theme[], notes: Note[]): Board => ({
  zones: new Map(zones.map((one) => [one.id, one])),
  themes: new Map(themes.map((one) => [one.id, one])),
  notes: new Map(notes.map((one) => [one.id, one])),
  marks: new Map(),
})
const overview = { kind: 'overview' } as const

test('the overview shows themes by rank, then the zones with loose notes, and nothing that is empty', () => {
  const picture = wallPicture(
    overview,
    board(
      [zone('z1', { order: 1 }), zone('z0', { order: 0 }), zone('empty', { order: 2 })],
      [theme('t2', { rank: 'b' }), theme('t1', { rank: 'c' }), theme('t-empty', { rank: 'a' })],
      [
        note('1', { zone: 'z1' }),
        note('2', { zone: 'z0' }),
        note('3', { zone: 'z0', theme: 't1' }),
        note('4', { zone: 'z1', theme: 't2', rank: 'a1' }),
        note('5', { zone: 'z1', theme: 't2', rank: 'a0' }),
      ],
    ),
  )
  expect(picture.kind === 'overview' && picture.cards.map((card) => [card.id, card.count, card.taste])).toEqual([
    ['t2', 2, 'briefje 5'],
    ['t1', 1, 'briefje 3'],
    ['z0', 1, 'briefje 2'],
    ['z1', 1, 'briefje 1'],
  ])
})

test('the overview begins with what is open: themes that lie in locked zones alone come last', () => {
  const picture = wallPicture(
    overview,
    board(
      [zone('closed', { locked: true }), zone('open')],
      [theme('earlier', { rank: 'a0' }), theme('now', { rank: 'a1' })],
      [
        note('1', { zone: 'closed', theme: 'earlier' }),
        note('2', { zone: 'closed', theme: 'now' }),
        note('3', { zone: 'open', theme: 'now' }),
        note('4', { zone: 'open' }),
      ],
    ),
  )
  expect(picture.kind === 'overview' && picture.cards.map((card) => card.id)).toEqual(['now', 'open', 'earlier'])
})

test('hidden zones and proposals are not shown; the notes of a proposal lie loose', () => {
  const picture = wallPicture(
    overview,
    board(
      [zone('z'), zone('secret', { hidden: true })],
      [theme('t'), theme('maybe', { status: 'proposed' })],
      [
        note('1', { zone: 'secret', theme: 't' }),
        note('2', { zone: 'secret' }),
        note('3', { zone: 'z', theme: 'maybe' }),
      ],
    ),
  )
  expect(picture.kind === 'overview' && picture.cards.map((card) => [card.id, card.count])).toEqual([['z', 1]])
})

test('a theme shows its notes newest first, a stack once with its number', () => {
  const picture = wallPicture(
    { kind: 'theme', theme: 't' },
    board(
      [zone('z'), zone('x', { kind: 'crossPollination' })],
      [theme('t')],
      [
        note('old', { zone: 'z', theme: 't' }),
        note('top', { zone: 'x', theme: 't' }),
        note('same', { zone: 'z', theme: 't', under: 'top' }),
        note('elsewhere', { zone: 'z' }),
      ],
    ),
  )
  expect(picture.kind === 'theme' && picture.notes.map((one) => [one.id, one.times, one.colour])).toEqual([
    ['top', 2, 'klaproos'],
    ['old', 1, 'lavendel'],
  ])
})

test('a zone shows its themes and its loose notes; what lies under a note that is gone is on its own', () => {
  const picture = wallPicture(
    { kind: 'zone', zone: 'z' as ZoneId },
    board(
      [zone('z', { prompt: 'Wat raakte je?' })],
      [theme('t')],
      [note('1', { zone: 'z', theme: 't' }), note('2', { zone: 'z', under: 'gone' }), note('3', { zone: 'z' })],
    ),
  )
  expect(picture.kind === 'zone' && picture.cards.map((card) => card.id)).toEqual(['t'])
  expect(picture.kind === 'zone' && picture.notes.map((one) => one.id)).toEqual(['3', '2'])
})

test('a zone or theme that is gone or hidden shows as the overview', () => {
  const room = board([zone('z', { hidden: true })], [], [])
  expect(wallPicture({ kind: 'zone', zone: 'z' as ZoneId }, room).kind).toBe('overview')
  expect(wallPicture({ kind: 'zone', zone: 'gone' as ZoneId }, room).kind).toBe('overview')
  expect(wallPicture({ kind: 'theme', theme: 'gone' }, room).kind).toBe('overview')
})

test('nothing on the wall tells who wrote', () => {
  const room = board([zone('z')], [theme('t')], [note('1', { zone: 'z' }), note('2', { zone: 'z', theme: 't' })])
  for (const view of [overview, { kind: 'zone', zone: 'z' as ZoneId }, { kind: 'theme', theme: 't' }] as const) {
    const drawn = wallPicture(view, room)
    const onScreen = 'theme' in drawn ? drawn.notes : 'zone' in drawn ? [drawn.notes, drawn.cards] : drawn
    expect(JSON.stringify(onScreen)).not.toMatch(/person-1|organisation-1/)
  }
})

const step = (fields: Partial<Step>): Step => ({
  id: 'step' as StepId,
  title: 'Stap',
  mode: 'talk',
  minutes: 5,
  zone: null,
  identity: 'name',
  prompt: '',
  ...fields,
})

test('the step that runs is shown by what it asks: its zone, all themes while clustering, or the question alone', () => {
  const room = board(
    [zone('z', { prompt: 'Wat zie je?' })],
    [theme('t')],
    [note('1', { zone: 'z', theme: 't' }), note('2', { zone: 'z' })],
  )
  const shows = (fields: Partial<Step>) => {
    const picture = wallPicture({ kind: 'step' }, room, { step: step(fields) })
    return picture.kind === 'step' && [picture.ask, picture.cards.length, picture.notes.length]
  }
  expect(shows({ prompt: 'Hoe kom je binnen?' })).toEqual(['Hoe kom je binnen?', 0, 0])
  expect(shows({ zone: 'z' as ZoneId, mode: 'open' })).toEqual(['Wat zie je?', 1, 1])
  expect(shows({ mode: 'cluster', prompt: 'Wat hoort samen?' })).toEqual(['Wat hoort samen?', 2, 0])
  expect(shows({ mode: 'pause', zone: 'z' as ZoneId })).toEqual(['Stap', 0, 0])
  expect(shows({ zone: 'gone' as ZoneId })).toEqual(['Stap', 0, 0])
  expect(wallPicture({ kind: 'step' }, room).kind).toBe('code')
})

test('while people write in silence the wall has the question alone, whatever lies there, until all is shown', () => {
  const silent = step({ mode: 'silent', zone: 'z' as ZoneId })
  const shows = (room: Board, revealed: readonly ZoneId[] = []) =>
    wallPicture({ kind: 'step' }, room, { step: { ...silent, revealed } })
  const empty = board([zone('z', { prompt: 'Wat raakte je?' })], [], [])
  expect(shows(empty)).toMatchObject({ kind: 'silent', ask: 'Wat raakte je?' })
  const filled = board([zone('z')], [], [note('1', { zone: 'z' })])
  expect(shows(filled).kind).toBe('silent')
  expect(shows(filled, ['z' as ZoneId])).toMatchObject({
    kind: 'step',
    notes: [{ id: '1' }],
  })
})

test('a vote that runs is told, and nothing of it; closed, it is the order of what is still there', () => {
  const here = board(
    [zone('z1')],
    [theme('t1'), theme('t2')],
    [note('1', { zone: 'z1', theme: 't1' }), note('2', { zone: 'z1', theme: 't2' })],
  )
  const about = { on: 'themes', zone: null, openedAt: 1 } as const
  const view = { kind: 'vote' } as const
  expect(wallPicture(view, here, { vote: { ...about, kind: 'open', ballot: null } })).toEqual({ kind: 'vote' })
  const result = ['t2', 'gone', 't1'].map((target, i) => ({ target: target as ThemeId, dots: 9 - i }))
  const picture = wallPicture(view, here, { vote: { ...about, kind: 'closed', result } })
  expect(picture.kind === 'result' && picture.result.map(({ title, dots }) => [title, dots])).toEqual([
    ['Thema t2', 9],
    ['Thema t1', 7],
  ])
  expect(wallPicture(view, here).kind).toBe('overview')
  expect(wallPicture(overview, here, { vote: { ...about, kind: 'closed', result } }).kind).toBe('overview')
})

test('expectations of an earlier session are a numbered list; where they are gathered the notes are shown', () => {
  const expectations = [{ text: 'Leren van elkaar' }, { text: 'Inspiratie opdoen' }]
  const asked = (locked: boolean) => {
    const zones = [zone('z', { kind: 'expectations', locked })]
    const step = { id: 's', title: 'Tussenstand', mode: 'talk', minutes: 5, zone: 'z', identity: 'name', prompt: 'En?' }
    return wallPicture({ kind: 'step' }, board(zones, [], [note('1', { zone: 'z' })]), {
      step: step as never,
      expectations,
    })
  }
  expect(asked(true)).toEqual({
    kind: 'expectations',
    title: 'Tussenstand',
    ask: 'En?',
    expectations: [
      { number: 1, text: 'Leren van elkaar' },
      { number: 2, text: 'Inspiratie opdoen' },
    ],
  })
  expect(asked(false).kind).toBe('step')
})

test('while someone presents, the step is the aspect that it asks for', () => {
  const zones = [zone('visie', { kind: 'presentation', presenter: 'host' }), zone('kaders', { kind: 'presentation' })]
  const step = {
    id: 's',
    title: 'Gast',
    mode: 'open',
    minutes: 5,
    zone: 'visie',
    identity: 'name',
    prompt: 'Wat zie je?',
  }
  const picture = wallPicture(
    { kind: 'step' },
    board(zones, [], [note('1', { zone: 'visie' }), note('2', { zone: 'kaders' })]),
    {
      step: step as never,
    },
  )
  expect(picture.kind === 'zone' && [picture.zone.id, picture.ask, picture.notes.map(({ id }) => id)]).toEqual([
    'visie',
    'Wat zie je?',
    ['1'],
  ])
})
