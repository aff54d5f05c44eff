import { expect, test } from 'vitest'
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
