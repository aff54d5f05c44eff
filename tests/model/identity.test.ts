import { describe, expect, test } from 'vitest'
import { bearing, identityIn, lessTelling, mostOf } from '../../shared/model/identity.ts'
import type { OrganisationId, ParticipantId } from '../../shared/model/ids.ts'
import { IDENTITIES, type Identity, type RunningStep } from '../../shared/model/network.ts'
import { zoneId } from '../helpers/boards.ts'

const [here, elsewhere] = [zoneId(1), zoneId(2)]
const step = (identity: Identity): RunningStep => ({ mode: 'silent', zone: null, identity, revealed: [] })

describe('how a note is signed', () => {
  test('of two ways the one that tells less is kept, whichever comes first', () => {
    const lessOf: [Identity, Identity, Identity][] = [
      ['name', 'name', 'name'],
      ['name', 'organisation', 'organisation'],
      ['name', 'nobody', 'nobody'],
      ['organisation', 'organisation', 'organisation'],
      ['organisation', 'nobody', 'nobody'],
      ['nobody', 'nobody', 'nobody'],
    ]
    for (const [one, other, less] of lessOf)
      expect([lessTelling(one, other), lessTelling(other, one)]).toEqual([less, less])
  })

  test('by its writer’s name, when no step runs and nothing was promised', () => {
    expect(identityIn(null, {}, here)).toBe('name')
  })

  test.each(IDENTITIES)('as the running step says: %s', (identity) => {
    expect(identityIn(step(identity), {}, here)).toBe(identity)
  })

  test.each(IDENTITIES)('never more tellingly than was promised in that zone: %s', (promised) => {
    for (const identity of IDENTITIES) {
      expect(identityIn(step(identity), { [here]: promised }, here)).toBe(lessTelling(identity, promised))
      expect(identityIn(step(identity), { [elsewhere]: promised }, here)).toBe(identity)
    }
    expect(identityIn(null, { [here]: promised }, here)).toBe(promised)
  })

  test.each(IDENTITIES)('a draft bears what was said to its writer, and is never signed with more: %s', (identity) => {
    const me = { author: 'me' as ParticipantId, organisation: 'ours' as OrganisationId }
    expect(mostOf(bearing(me, identity))).toBe(identity)
    // Who belongs to none is not told by it either.
    const alone = mostOf(bearing({ ...me, organisation: null }, identity))
    expect(alone).toBe(identity === 'name' ? 'name' : 'nobody')
  })
})
