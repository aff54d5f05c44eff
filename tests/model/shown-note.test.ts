import fc from 'fast-check'
import { validate, version } from 'uuid'
import { describe, expect, test } from 'vitest'
import { isId, newNoteId, type NoteId } from '../../shared/model/ids.ts'
import { shownId, trait, traitOfDraft } from '../../shared/model/shown-note.ts'

const uuid = fc.uuid({ version: 7 }) as fc.Arbitrary<NoteId>
/** From 1970 until far beyond; a UUIDv7 has room for 48 bits. */
const moment = fc.integer({ min: 0, max: 2 ** 48 - 1 })
const timeOf = (id: string): number => Number.parseInt(id.replace('-', '').slice(0, 12), 16)

describe('the id of a note that was a draft', () => {
  test('is a UUIDv7 of the moment it was shown', () => {
    fc.assert(
      fc.property(uuid, moment, (draft, now) => {
        const shown = shownId(draft, now)
        expect([validate(shown), version(shown), isId(shown), timeOf(shown)]).toEqual([true, 7, true, now])
      }),
      { seed: 20_261_126, numRuns: 500 },
    )
  })

  test('is told from the draft’s by its trait, whenever it was shown', () => {
    fc.assert(
      fc.property(uuid, moment, moment, (draft, one, other) => {
        expect(trait(shownId(draft, one))).toBe(trait(shownId(draft, other)))
        expect(traitOfDraft(draft)).toBe(trait(shownId(draft, one)))
      }),
      { seed: 20_261_127, numRuns: 500 },
    )
  })

  test('is not that of any other draft, also not of one made a moment before', () => {
    const drafts = Array.from({ length: 20_000 }, newNoteId)
    expect(new Set(drafts.map((draft) => traitOfDraft(draft))).size).toBe(drafts.length)
  })

  test('has nothing of the draft’s own in it', () => {
    fc.assert(
      fc.property(uuid, moment, (draft, now) => {
        const shown = shownId(draft, now).replaceAll('-', '').slice(13)
        const own = draft.replaceAll('-', '')
        // Eight digits in a row would be the same by chance once in some ten million pairs.
        for (let at = 0; at + 8 <= own.length; at++) expect(shown).not.toContain(own.slice(at, at + 8))
        expect(trait(draft)).not.toBe(traitOfDraft(draft))
      }),
      { seed: 20_261_128, numRuns: 500 },
    )
  })

  test('says nothing of the order in which drafts were written: half of all pairs turn round', () => {
    const now = 1_770_000_000_000
    const shown = Array.from({ length: 2_000 }, newNoteId).map((draft) => shownId(draft, now))
    const turned = shown.slice(1).filter((id, i) => id < shown[i]!).length
    expect(turned).toBeGreaterThan(900)
    expect(turned).toBeLessThan(1_100)
  })

  test('differs in 37 of its 74 bits, more or less, when one bit of the draft’s does', () => {
    const bitsOf = (id: string) => BigInt(`0x${trait(id as NoteId).replaceAll('-', '')}`)
    const last = (draft: NoteId): NoteId =>
      (draft.slice(0, -1) + (Number.parseInt(draft.slice(-1), 16) ^ 1).toString(16)) as NoteId
    const different = Array.from({ length: 500 }, newNoteId).map((draft) => {
      const bits = bitsOf(shownId(draft, 0)) ^ bitsOf(shownId(last(draft), 0))
      return bits.toString(2).replaceAll('0', '').length
    })
    const mean = different.reduce((sum, one) => sum + one) / different.length
    expect(Math.abs(mean - 37)).toBeLessThan(1)
    expect(Math.min(...different)).toBeGreaterThan(10)
  })
})
