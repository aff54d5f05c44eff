import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newNoteId, newOrganisationId, newParticipantId, newThemeId, newZoneId } from '../../shared/model/ids.ts'
import { CLUSTERING, IDENTITIES, STEP_MODES } from '../../shared/model/network.ts'
import type { Note } from '../../shared/model/note.ts'
import {
  mayEditNote,
  mayEditTheme,
  mayPlaceNote,
  mayWithdraw,
  mayWriteFor,
  mayWriteIn,
  type Actor,
} from '../../shared/model/rights.ts'
import { THEME_STATUSES, type Theme } from '../../shared/model/theme.ts'
import type { Zone } from '../../shared/model/zone.ts'
import { refusalOf } from '../../server/sync/policy.ts'

// The page offers what the server's gate takes: two pieces of code, one picture of rights.

const me = newParticipantId()
const someoneElse = newParticipantId()
const without = { participant: newParticipantId(), organisation: newOrganisationId() }
const zoneId = newZoneId()
const themeId = newThemeId()

const moment = fc.record({
  role: fc.constantFrom('member', 'facilitator'),
  clustering: fc.constantFrom(...CLUSTERING),
  closed: fc.constantFrom(null, 'ended', 'approved'),
  author: fc.constantFrom(me, someoneElse, null),
  writesFor: fc.record({
    author: fc.constantFrom(someoneElse, without.participant, null),
    organisation: fc.constantFrom(without.organisation, newOrganisationId(), null),
  }),
  locked: fc.boolean(),
  inTheme: fc.boolean(),
  status: fc.constantFrom(...THEME_STATUSES),
  step: fc.option(
    fc.record({
      mode: fc.constantFrom(...STEP_MODES),
      identity: fc.constantFrom(...IDENTITIES),
      zone: fc.constantFrom(zoneId, newZoneId(), null),
    }),
  ),
})

test('what the page offers is what the gate takes, for every role, lock, owner, step, way of clustering and end', () => {
  fc.assert(
    fc.property(moment, ({ role, clustering, closed, author, writesFor, locked, inTheme, status, step }) => {
      const zone: Zone = { id: zoneId, kind: 'reflection', title: 'Reflectie', hidden: false, locked, order: 0 }
      const place = { zone: zoneId, theme: inTheme ? themeId : null, rank: 'a0', x: 0, y: 0, under: null }
      const meta = { author, organisation: null, createdAt: 0, kind: 'idea', buildsOn: null } as const
      const note: Note = { id: newNoteId(), meta, place, text: 'a' }
      const themePlace = { zone: null, rank: 'a0', x: 0, y: 0 }
      const theme: Theme = {
        ...themePlace,
        id: themeId,
        author,
        createdAt: 0,
        title: 'A',
        summary: '',
        colour: 'honing',
        status,
      }
      const withoutDevice = [without]
      const actor: Actor = { role, participant: me, clustering, step, withoutDevice, closed }
      const person = { role, participant: me, organisation: null }
      const takes = (act: Parameters<typeof refusalOf>[0]) =>
        refusalOf(act, person, { zones: [zone], clustering, step, withoutDevice, closed }) === null

      const written = {
        act: 'write',
        author: me,
        organisation: null,
        to: { ...place, theme: null },
        restored: null,
      } as const
      expect(mayWriteIn(actor, zone)).toBe(takes(written))
      expect(mayWriteFor(actor, writesFor.author, writesFor.organisation)).toBe(takes({ ...written, ...writesFor }))
      expect(mayEditNote(actor, note, zone)).toBe(takes({ act: 'rewrite', author, from: place }))
      expect(mayWithdraw(actor, note)).toBe(takes({ act: 'withdraw', author }))
      expect(mayPlaceNote(actor, note, zone)).toBe(
        takes({ act: 'place', author, from: place, to: { ...place, theme: null, x: 5 } }),
      )
      expect(mayEditTheme(actor, theme)).toBe(takes({ act: 'editTheme', author, status, from: themePlace, to: null }))
    }),
    { seed: 20260312, numRuns: 500 },
  )
})

test('the wall may do nothing', () => {
  const actor: Actor = { role: 'wall', participant: null, clustering: 'everyone', step: null, withoutDevice: [] }
  const zone: Zone = { id: zoneId, kind: 'reflection', title: 'Reflectie', hidden: false, locked: false, order: 0 }
  const place = { zone: zoneId, theme: null, rank: 'a0', x: 0, y: 0, under: null }
  const meta = { author: null, organisation: null, createdAt: 0, kind: 'idea', buildsOn: null } as const
  const note: Note = { id: newNoteId(), meta, place, text: 'a' }
  expect([
    mayWriteIn(actor, zone),
    mayEditNote(actor, note, zone),
    mayWithdraw(actor, note),
    mayPlaceNote(actor, note, zone),
  ]).toEqual([false, false, false, false])
})
