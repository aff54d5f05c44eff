import { expect, test } from 'vitest'
import { planLike } from '../../server/control/plan.ts'
import type { Control } from '../../server/storage/storage.ts'
import type { Translate } from '../../shared/text/translate.ts'
import { sessionFromTemplate } from '../../shared/text/templates.ts'

// A session as a template for another. Pure.

const keys: Translate = Object.assign((key: string) => key, { language: 'nl' as const, locale: 'nl-BE' })

/** The titles of the zones of the steps in which someone presents. */
const presented = ({ zones, agenda }: Pick<Control, 'zones' | 'agenda'>) =>
  agenda.flatMap((step) => {
    const zone = zones.find(({ id }) => id === step.zone)
    return zone?.kind === 'presentation' ? [`${zone.presenter ?? ''} ${zone.title}`] : []
  })

test('a presentation that ended at its last aspect begins at the first again; one that is a step for each aspect stays so', () => {
  const { zones, agenda } = sessionFromTemplate('series', 2, keys)
  const last = zones.filter(({ presenter }) => presenter === 'host').at(-1)
  const host = agenda.find(({ title }) => title === 'step.host')
  if (!last || !host) throw new Error('no host')
  const ended = agenda.map((step) => (step === host ? { ...step, zone: last.id } : step))
  expect(presented(planLike({ zones, agenda: ended } as unknown as Control))).toEqual([
    'host aspect.vision',
    'second aspect.vision',
  ])
  const apart = [...ended, { ...host, title: 'apart' }]
  expect(presented(planLike({ zones, agenda: apart } as unknown as Control))).toEqual([
    'host aspect.proud',
    'second aspect.vision',
    'host aspect.vision',
  ])
})
