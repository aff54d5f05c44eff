import { expect, test } from 'vitest'
import type { OrganisationId, ParticipantId, StepId, ZoneId } from '../../shared/model/ids.ts'
import type { Step } from '../../shared/model/network.ts'
import type { Actor } from '../../shared/model/rights.ts'
import type { Zone } from '../../shared/model/zone.ts'
import { chosenZone, kindsIn, zonesToWriteIn } from '../../client/pen/where.ts'

const member: Actor = {
  role: 'member',
  participant: 'me' as ParticipantId,
  clustering: 'facilitator',
  step: null,
  withoutDevice: [],
}
const zone = (id: string, more: Partial<Zone> = {}): Zone => ({
  id: id as ZoneId,
  kind: 'reflection',
  title: id,
  hidden: false,
  locked: false,
  order: 0,
  ...more,
})
const aspect = (id: string, more: Partial<Zone> = {}) => zone(id, { kind: 'presentation', presenter: 'host', ...more })
const stepIn = (zoneId: string | null): Step => ({
  id: 'step' as StepId,
  title: '',
  mode: 'open',
  minutes: 5,
  zone: zoneId as ZoneId | null,
  identity: 'name',
  prompt: '',
})
const ids = (zones: readonly Zone[]) => zones.map((one) => one.id)

test('the zone of the running step is the only choice', () => {
  expect(ids(zonesToWriteIn([zone('a'), zone('b')], stepIn('b'), member))).toEqual(['b'])
})

test('while someone presents, their other aspects can be chosen and those of the other presenter cannot', () => {
  const zones = [aspect('vision'), aspect('works'), aspect('vision 2', { presenter: 'second' }), zone('reflection')]
  expect(ids(zonesToWriteIn(zones, stepIn('works'), member))).toEqual(['works', 'vision'])
})

test('aspects of another organisation are no siblings', () => {
  const of = (organisation: string) => ({ organisation: organisation as OrganisationId })
  const zones = [aspect('a', of('A')), aspect('b', of('B'))]
  expect(ids(zonesToWriteIn(zones, stepIn('a'), member))).toEqual(['a'])
})

test('without a step every open zone can be chosen, aspects last; hidden and closed ones cannot', () => {
  const zones = [aspect('vision'), zone('a'), zone('hidden', { hidden: true }), zone('closed', { locked: true })]
  expect(ids(zonesToWriteIn(zones, undefined, member))).toEqual(['a', 'vision'])
})

test('when the zone of the step is closed, the open ones are offered', () => {
  expect(ids(zonesToWriteIn([zone('a'), zone('b', { locked: true })], stepIn('b'), member))).toEqual(['a'])
})

test('who only watches can write nowhere', () => {
  expect(zonesToWriteIn([zone('a')], undefined, { ...member, role: 'wall' })).toEqual([])
})

test('a zone chosen before stays chosen until it closes', () => {
  const [a, b] = [zone('a'), zone('b')]
  expect(chosenZone([a, b], b.id)).toBe(b)
  expect(chosenZone([a], b.id)).toBe(a)
  expect(chosenZone([], b.id)).toBeUndefined()
})

test('only a presentation asks for a kind', () => {
  expect(kindsIn(aspect('vision'))).toEqual(['recognise', 'question', 'takeHome'])
  expect(kindsIn(zone('a'))).toEqual([])
  expect(kindsIn(undefined)).toEqual([])
})
