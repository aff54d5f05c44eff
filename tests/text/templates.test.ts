import { expect, test } from 'vitest'
import { LANGUAGES } from '../../shared/model/network.ts'
import { translators } from '../../shared/text/every-language.ts'
import { sessionFromTemplate, sessionsIn } from '../../shared/text/templates.ts'

const t = translators.nl

test.each([1, 2, 3, 4, 5])('session %i of the series lasts three hours', (number) => {
  const { agenda } = sessionFromTemplate('series', number, t)
  expect(agenda.reduce((minutes, step) => minutes + step.minutes, 0)).toBe(180)
})

test('a series has five sessions, a single session one', () => {
  expect(sessionsIn('series')).toBe(5)
  expect(sessionsIn('single')).toBe(1)
})

test('the first session asks expectations, the others keep them in sight and locked', () => {
  const locked = [1, 2, 3, 4, 5].map(
    (number) => sessionFromTemplate('series', number, t).zones.find((zone) => zone.kind === 'expectations')?.locked,
  )
  expect(locked).toEqual([false, true, true, true, true])
})

test('every session has the eight aspects for both presenters, in order', () => {
  const { zones } = sessionFromTemplate('series', 2, t)
  for (const presenter of ['host', 'second']) {
    expect(zones.filter((zone) => zone.presenter === presenter).map((zone) => zone.aspect)).toEqual([
      'Visie',
      'Inhoudelijke kaders',
      'Doelstellingen',
      'Activiteiten/groepswerking',
      'Communicatie/bekendmaking',
      'Inkleding',
      'Wat werkt',
      'Waar zijn we trots op',
    ])
  }
  expect(zones.map((zone) => zone.order)).toEqual(zones.map((_, i) => i))
})

test('every step that is about a zone names one of the session', () => {
  for (const number of [1, 2, 3, 4, 5]) {
    const { zones, agenda } = sessionFromTemplate('series', number, t)
    const ids = zones.map((zone) => zone.id)
    for (const step of agenda) if (step.zone !== null) expect(ids).toContain(step.zone)
  }
})

test('a sixth session is made like the middle ones', () => {
  const titles = (number: number) => sessionFromTemplate('series', number, t).agenda.map((step) => step.title)
  expect(titles(6)).toEqual(titles(2))
})

/** The steps of domain.md: title, mode, minutes, the zone a step is about, and how notes are signed when not by name. */
const COMMON = {
  opening: [['Onthaal', 'talk', 10, null]],
  lookBack: [['Welkom, terugblik', 'talk', 10, null]],
  visit: [
    ['Check-in', 'talk', 10, null],
    ['Gastorganisatie: rondleiding, voorstelling, vragen', 'open', 35, 'presentation host', 'organisation'],
    ['Tweede organisatie', 'open', 20, 'presentation second', 'organisation'],
    ['Pauze', 'pause', 15, null],
  ],
  reflection: [['Reflectie', 'silent', 15, 'reflection', 'nobody']],
  gather: [
    ['Kruisbestuiving', 'open', 15, 'crossPollination', 'organisation'],
    ['Groeperen', 'cluster', 15, null],
  ],
  closing: [
    ['Engagementen', 'talk', 7, null],
    ['Check-out, verslag nalezen', 'talk', 8, null],
  ],
} as const
const later = (...deepen: readonly (readonly [string, string, number, string | null])[]) => [
  ...[...COMMON.opening, ...COMMON.lookBack, ...COMMON.visit, ...COMMON.reflection, ...COMMON.gather],
  ...deepen,
  ...COMMON.closing,
]
const MIDDLE = later(['Thema kiezen en verdiepen', 'vote', 20, null])
const SESSIONS = [
  [
    ...COMMON.opening,
    ['Welkom, kennismaking', 'talk', 10, null],
    ...COMMON.visit,
    ['Verwachtingen', 'silent', 35, 'expectations', 'nobody'],
    ...COMMON.gather,
    ...COMMON.closing,
  ],
  MIDDLE,
  later(['Verwachtingen, tussenstand', 'talk', 10, 'expectations'], ['Thema kiezen en verdiepen', 'vote', 10, null]),
  MIDDLE,
  later(['Verwachtingen, besluit', 'talk', 20, 'expectations']),
]

test.each([1, 2, 3, 4, 5])('session %i goes step by step as a learning network does', (number) => {
  const { zones, agenda } = sessionFromTemplate('series', number, t)
  const about = (id: string | null) => {
    const zone = zones.find((one) => one.id === id)
    return zone ? [zone.kind, zone.presenter].filter(Boolean).join(' ') : null
  }
  expect(
    agenda.map(({ title, mode, minutes, zone, identity }) => [
      ...[title, mode, minutes, about(zone)],
      ...(identity === 'name' ? [] : [identity]),
    ]),
  ).toEqual(SESSIONS[number - 1])
})

test.each(LANGUAGES)('in %s every step has a question, and every zone that is written in', (language) => {
  for (const number of [1, 2, 3, 4, 5]) {
    const { zones, agenda } = sessionFromTemplate('series', number, translators[language])
    for (const { title, prompt } of [...agenda, ...zones]) expect([title, prompt ?? '']).not.toContain('')
  }
})
