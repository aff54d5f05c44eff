import fc from 'fast-check'
import { NOTE_KINDS, type Note } from '../../shared/model/note.ts'
import { ZONE_KINDS, type Zone } from '../../shared/model/zone.ts'
import type { SessionRecord } from '../../shared/record/record.ts'
import { note, noteId, rank, theme, themeId, zone, zoneId } from './boards.ts'
import { network, organisationId, participantId, recordOf, writtenBy } from './records.ts'

// Boards of all shapes as records, for what holds of every record.

const WRITTEN_AT = 1_773_300_000_000

/** Each note holds a word of its own, between whatever people type. */
export const wordOf = (n: number) => `briefje${n}woord`
export const zones = fc.array(
  fc.record({
    kind: fc.constantFrom(...ZONE_KINDS),
    hidden: fc.boolean(),
    presenter: fc.constantFrom('host' as const, 'second' as const, undefined),
    title: fc.constantFrom('', 'Zone', 'Visie', '# *raar*'),
  }),
  { maxLength: 6 },
)
const themes = fc.array(
  fc.record({
    status: fc.constantFrom('theme' as const, 'proposed' as const),
    title: fc.constantFrom('', 'Onthaal', '- [x] <b>'),
    summary: fc.constantFrom('', 'Een zin.'),
    zone: fc.nat(7),
  }),
  { maxLength: 4 },
)
export const notes = fc.array(
  fc.record({
    before: fc.string({ unit: 'grapheme', maxLength: 8 }),
    after: fc.string({ unit: 'grapheme', maxLength: 8 }),
    zone: fc.nat(7),
    theme: fc.option(fc.nat(5)),
    under: fc.option(fc.nat(25), { freq: 2 }),
    kind: fc.constantFrom(...NOTE_KINDS),
    organisation: fc.option(fc.nat(4)),
    rank: fc.nat(3),
  }),
  { maxLength: 20 },
)
const shows = fc.record({
  expectations: fc.boolean(),
  presentation: fc.boolean(),
  reflection: fc.boolean(),
  crossPollination: fc.boolean(),
  commitments: fc.boolean(),
  parked: fc.boolean(),
})

export interface Case {
  readonly record: SessionRecord
  readonly zones: readonly Zone[]
  /** Those a record may hold: all but the check-in's. */
  readonly kept: readonly Note[]
}

export const cases: fc.Arbitrary<Case> = fc.tuple(zones, themes, notes, shows).map(([zs, ts, ns, showOrganisation]) => {
  const made = zs.map(({ presenter, ...fields }, n) =>
    zone(n, { ...fields, ...(fields.kind === 'presentation' && presenter ? { presenter } : {}) }),
  )
  const lying = ns.map((fields, n) =>
    writtenBy(
      note(
        n,
        {
          zone: zoneId(fields.zone),
          theme: fields.theme === null ? null : themeId(fields.theme),
          under: fields.under === null ? null : noteId(fields.under),
          rank: rank(fields.rank),
        },
        `${fields.before} ${wordOf(n)} ${fields.after}`,
      ),
      {
        author: participantId(n),
        organisation: fields.organisation === null ? null : organisationId(fields.organisation),
        kind: fields.kind,
        createdAt: WRITTEN_AT + n,
      },
    ),
  )
  const record = recordOf(
    {
      zones: made,
      themes: ts.map((fields, n) => theme(n, { ...fields, zone: zoneId(fields.zone), author: participantId(99) })),
      notes: lying,
    },
    { network: { ...network, showOrganisation } },
  )
  const checkIn = new Set(made.filter(({ kind }) => kind === 'checkIn').map(({ id }) => id))
  return { record, zones: made, kept: lying.filter(({ place }) => !checkIn.has(place.zone)) }
})
