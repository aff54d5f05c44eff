import { describe, expect, test } from 'vitest'
import { newStepId, type ZoneId } from '../../shared/model/ids.ts'
import type { Identity, Step } from '../../shared/model/network.ts'
import { keptPromises, promising } from '../../server/control/promises.ts'
import type { Control } from '../../server/storage/storage.ts'
import { zone, zoneId } from '../helpers/boards.ts'
import { storedControl } from '../helpers/stored-network.ts'

// What was promised to who writes drafts, by zone, while steps come and go.

const [first, second] = [zoneId(1), zoneId(2)]

function running(fields: Pick<Step, 'mode' | 'identity'> & Partial<Step>, more: Partial<Control> = {}): Control {
  const step: Step = { id: newStepId(), title: 'Schrijven', minutes: 5, zone: null, prompt: '', ...fields }
  const zones = [zone(1), zone(2)]
  return storedControl({ zones, agenda: [step], step: { id: step.id, startedAt: 5 }, ...more })
}
const promisedIn = (control: Control) => promising(control).promised

describe('a step promises', () => {
  test('nothing when none runs, or when people write on the board under their name', () => {
    expect(promisedIn(storedControl({ zones: [zone(1)] }))).toEqual({})
    expect(promisedIn(running({ mode: 'open', identity: 'name' }))).toEqual({})
    expect(promisedIn(running({ mode: 'talk', identity: 'name' }))).toEqual({})
  })

  test('in silence, how drafts are signed in the zone that it is about', () => {
    expect(promisedIn(running({ mode: 'silent', identity: 'name', zone: first }))).toEqual({ [first]: 'name' })
    expect(promisedIn(running({ mode: 'silent', identity: 'name' }))).toEqual({ [first]: 'name', [second]: 'name' })
  })

  test.each<Identity>(['organisation', 'nobody'])('without names, the same in every zone: %s', (identity) => {
    for (const mode of ['open', 'silent', 'cluster'] as const)
      expect(promisedIn(running({ mode, identity, zone: first }))).toEqual({ [first]: identity, [second]: identity })
  })

  test('never more than was promised there before, and less from now on', () => {
    const before = { [first]: 'organisation' } as const
    const silent = (identity: Identity) => promisedIn(running({ mode: 'silent', identity }, { promised: before }))
    expect(silent('name')).toEqual({ [first]: 'organisation', [second]: 'name' })
    expect(silent('nobody')).toEqual({ [first]: 'nobody', [second]: 'nobody' })
  })

  test('nothing new where it was shown already, and what it promised before stays', () => {
    const control = running({ mode: 'silent', identity: 'name' })
    const step = { ...control.step!, revealed: [first] }
    expect(promisedIn({ ...control, step })).toEqual({ [second]: 'name' })
    expect(promisedIn({ ...control, step, promised: { [first]: 'nobody' } })).toEqual({
      [first]: 'nobody',
      [second]: 'name',
    })
  })

  test('and changes nothing else of the session', () => {
    const control = running({ mode: 'silent', identity: 'nobody' })
    expect(promising(control)).toEqual({ ...control, promised: { [first]: 'nobody', [second]: 'nobody' } })
  })
})

test('promises are kept for zones that still hold drafts, and for no other', () => {
  const promised = { [first]: 'nobody', [second]: 'name' } as const
  expect(keptPromises(promised, new Set<ZoneId>([second]))).toEqual({ [second]: 'name' })
  expect(keptPromises(promised, new Set())).toEqual({})
  expect(keptPromises(promised, new Set<ZoneId>([first, second]))).toEqual(promised)
})
