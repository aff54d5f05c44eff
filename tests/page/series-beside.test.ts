import { expect, test } from 'vitest'
import { momentOf } from '../../client/series/moment.ts'
import { notHeard } from '../../client/series/not-heard.ts'
import { originsOf, wordsOf } from '../../client/series/origins.ts'
import { allTouch, changedBy, typeDigit } from '../../client/series/ties.ts'
import type { NoteId, OrganisationId, StepId, ThemeId, ZoneId } from '../../shared/model/ids.ts'
import type { Step } from '../../shared/model/network.ts'
import type { Note } from '../../shared/model/note.ts'
import type { Target } from '../../shared/model/series.ts'
import type { Theme } from '../../shared/model/theme.ts'
import type { Zone, ZoneKind } from '../../shared/model/zone.ts'
import { sessionFromTemplate } from '../../shared/text/templates.ts'
import type { Translate } from '../../shared/text/translate.ts'

// What of the series a step is about, who was not heard, from whom an idea comes, and a number that is typed. Pure.

const step = (id: string, of: Partial<Step> = {}): Step => ({
  id: id as StepId,
  title: id,
  mode: 'talk',
  minutes: 10,
  zone: null,
  identity: 'name',
  prompt: '',
  ...of,
})
const keys: Translate = Object.assign((key: string) => key, { language: 'nl' as const, locale: 'nl-BE' })
const zoneOf =
  (kind: ZoneKind, locked = false) =>
  () => ({ kind, locked })

test('the shipped sessions look back, hold the expectations against what was done, agree, and ask one question', () => {
  const { agenda, zones } = sessionFromTemplate('series', 3, keys)
  const moments = agenda.flatMap(({ id, title }) => {
    const moment = momentOf(agenda, id, (zone) => zones.find((one) => one.id === zone))
    return moment ? [[title, moment]] : []
  })
  expect(moments).toEqual([
    ['step.lookBack', 'lookBack'],
    ['step.halfway', 'expectations'],
    ['step.commitments', 'commitments'],
    ['step.checkOut', 'check'],
  ])
})

test('where expectations are still gathered, and while nothing runs, there is no moment', () => {
  const agenda = ['a', 'b', 'c', 'd'].map((id) => step(id))
  const about = (id: string, kind: ZoneKind, locked = false) =>
    momentOf(
      agenda.map((one) => (one.id === id ? { ...one, zone: 'z' as ZoneId } : one)),
      id as StepId,
      zoneOf(kind, locked),
    )
  expect(momentOf(agenda, null, zoneOf('free'))).toBeNull()
  expect(about('b', 'expectations')).toBeNull()
  expect(about('b', 'expectations', true)).toBe('expectations')
  expect(about('b', 'reflection')).toBeNull()
  expect(about('b', 'commitments')).toBe('commitments')
  expect(momentOf([step('a')], 'a' as StepId, zoneOf('free'))).toBeNull()
})

const [noord, zuid, west] = ['noord', 'zuid', 'west'] as const as unknown as OrganisationId[] as [
  OrganisationId,
  OrganisationId,
  OrganisationId,
]
const note = (id: string, organisation: OrganisationId | null, place: Partial<Note['place']> = {}): Note => ({
  id: id as NoteId,
  meta: { author: null, organisation, createdAt: 0, kind: 'idea', buildsOn: null },
  place: { zone: 'z' as ZoneId, theme: null, rank: 'a0', x: 0, y: 0, under: null, ...place },
  text: `briefje ${id}`,
})

test('not heard is an organisation that is here and whose name no note bears: who guides and who waits do not count', () => {
  const organisations = [noord, zuid, west].map((id) => ({ id, name: id }))
  const here = (organisation: OrganisationId | null, role: 'member' | 'facilitator' = 'member', waiting = false) => ({
    organisation,
    role,
    waiting,
  })
  const silent = (...notes: Note[]) =>
    notHeard(organisations, [here(noord), here(zuid), here(zuid), here(west, 'member', true), here(null)], notes).map(
      ({ id }) => id,
    )
  expect(silent()).toEqual([noord, zuid])
  expect(silent(note('1', zuid), note('2', null))).toEqual([noord])
  expect(notHeard(organisations, [here(west, 'facilitator')], [])).toEqual([])
})

test('an idea comes from who presents where it lies, else from whose note it is where the board shows that', () => {
  const zone = (id: string, kind: ZoneKind, more: Partial<Zone> = {}): [ZoneId, Zone] => [
    id as ZoneId,
    { id: id as ZoneId, kind, title: id, hidden: false, locked: false, order: 0, ...more },
  ]
  const notes = [
    note('shown', zuid, { zone: 'aspect' as ZoneId }),
    note('cross', zuid, { zone: 'cross' as ZoneId, theme: 't' as ThemeId }),
    note('other', west, { zone: 'cross' as ZoneId, theme: 't' as ThemeId }),
    note('felt', zuid, { zone: 'reflection' as ZoneId }),
  ]
  const here = {
    notes: new Map(notes.map((one) => [one.id, one])),
    themes: new Map([['t' as ThemeId, { title: 'Onthaal' } as Theme]]),
    zones: new Map([
      zone('aspect', 'presentation', { presenter: 'host' }),
      zone('cross', 'crossPollination'),
      zone('reflection', 'reflection'),
    ]),
    host: noord,
    secondPresenter: null,
  }
  expect(originsOf(here, 'shown' as NoteId)).toEqual([noord])
  expect(originsOf(here, 'cross' as NoteId)).toEqual([zuid])
  expect(originsOf(here, 'felt' as NoteId)).toEqual([])
  expect(originsOf(here, 't' as ThemeId)).toEqual([zuid, west])
  expect(wordsOf(here, 'cross' as NoteId)).toBe('briefje cross')
  expect(wordsOf(here, 't' as ThemeId)).toBe('Onthaal')
})

test('pressed for several, an expectation is given to those without it, and taken from all when all have it', () => {
  const targets = ['a', 'b', 'c'] as const as unknown as Target[]
  const tied =
    (...ids: string[]) =>
    (target: Target) =>
      ids.includes(target)
  expect(allTouch([], tied())).toBe(false)
  expect(changedBy(targets, tied('b'))).toEqual(['a', 'c'])
  expect(changedBy(targets, tied('a', 'b', 'c'))).toEqual(targets)
})

test('a digit is enough where no second one can follow', () => {
  expect(typeDigit('', '4', 7)).toEqual({ digits: '', number: 4 })
  expect(typeDigit('', '1', 12)).toEqual({ digits: '1', number: null })
  expect(typeDigit('1', '2', 12)).toEqual({ digits: '', number: 12 })
  expect(typeDigit('1', '7', 12)).toEqual({ digits: '', number: 7 })
  expect(typeDigit('', '9', 7)).toEqual({ digits: '', number: null })
  expect(typeDigit('', '0', 7)).toEqual({ digits: '', number: null })
})
