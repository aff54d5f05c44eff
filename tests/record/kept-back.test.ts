import { describe, expect, test } from 'vitest'
import { newCorrectionId, newDecisionId } from '../../shared/model/ids.ts'
import { NO_MINUTES, type Minutes } from '../../shared/model/minutes.ts'
import { forEditing, levelOf } from '../../shared/record/level.ts'
import { renderMarkdown } from '../../shared/record/markdown.ts'
import { translators } from '../../shared/text/every-language.ts'
import { note, noteId, theme, themeId, zone } from '../helpers/boards.ts'
import { organisationId, recordOf, session, writtenBy } from '../helpers/records.ts'

// What the facilitator writes of a record, and what is kept out of it.

const t = translators.nl
const reflection = zone(1, { kind: 'reflection', title: 'Reflectie' })
const there = { zone: reflection.id }
const zones = [reflection]
const record = (parts: Partial<Parameters<typeof recordOf>[0]>, minutes: Partial<Minutes>) =>
  recordOf({ zones, ...parts }, { minutes: { ...NO_MINUTES, ...minutes } })

describe('a note that is kept out of the record', () => {
  const notes = [note(1, there, 'Gewoon'), note(2, there, 'Weggelaten'), note(3, there, 'Van ons')]
  const minutes = { omitted: [noteId(2)], staysInGroup: [noteId(3)] }

  test('is at level full with why, in no level below, and counted apart for the group alone', () => {
    const full = record({ notes }, minutes)
    expect(full.notes.map(({ text, omitted, staysInGroup }) => [text, omitted ?? staysInGroup ?? false])).toEqual(
      expect.arrayContaining([
        ['Gewoon', false],
        ['Weggelaten', true],
        ['Van ons', true],
      ]),
    )
    const group = levelOf(full, 'group')
    expect(group.notes.map(({ text }) => text)).toEqual(['Gewoon'])
    expect(group.leftOut).toEqual({ notes: 2, reasons: { omitted: 1, staysInGroup: 1 } })
    expect(renderMarkdown(group, t)).toContain(
      '**Niet opgenomen:** 1 briefje dat in de groep blijft; 1 briefje dat de begeleider wegliet.',
    )
    const own = levelOf(full, 'organisation', organisationId(0))
    expect(own.leftOut).toEqual({ notes: 3, reasons: { reflection: 3 }, commitments: 0 })
    expect(levelOf(full, 'public').leftOut.notes).toBe(3)
  })

  test('leaves the rest of its stack, where the stack stood', () => {
    const stacked = [
      note(1, { ...there, theme: themeId(1) }, 'Bovenop'),
      note(2, { ...there, under: noteId(1) }, 'Daaronder'),
      note(3, { ...there, under: noteId(1) }, 'Onderaan'),
    ]
    const full = record({ notes: stacked, themes: [theme(1, { title: 'Samen' })] }, { omitted: [noteId(1)] })
    const text = renderMarkdown(levelOf(full, 'group'), t)
    expect(text).toContain('### Samen\n\n- ')
    expect(text).toContain('(×2)')
    expect(text).not.toContain('Bovenop')
  })

  test('stands, for who edits the record, as a line of its own where it stood, beside all that the group reads', () => {
    const stacked = [
      note(1, { ...there, theme: themeId(1) }, 'Bovenop'),
      note(2, { ...there, under: noteId(1) }, 'Daaronder'),
      note(3, { ...there, under: noteId(1) }, 'Onderaan'),
    ]
    const full = record({ notes: stacked, themes: [theme(1, { title: 'Samen' })] }, { omitted: [noteId(1)] })
    const edited = forEditing(full)
    expect(edited.notes.map(({ id, theme: of, under, omitted }) => [id, of, under, omitted])).toEqual([
      [noteId(1), themeId(1), undefined, true],
      [noteId(2), themeId(1), undefined, undefined],
      [noteId(3), null, noteId(2), undefined],
    ])
    const group = levelOf(full, 'group')
    expect([edited.level, edited.leftOut]).toEqual(['group', group.leftOut])
    expect(edited.notes.filter(({ omitted }) => !omitted).map(({ text }) => text)).toEqual(
      group.notes.map(({ text }) => text),
    )
    expect(JSON.stringify(edited)).not.toContain('"place"')
  })

  test('takes nothing along that was said of it', () => {
    const built = [note(1, there, 'Eerst'), writtenBy(note(2, there, 'Bouwt erop'), { buildsOn: noteId(1) })]
    const group = levelOf(record({ notes: built }, { omitted: [noteId(1)] }), 'group')
    expect(group.notes).toHaveLength(1)
    expect(group.notes[0]).not.toHaveProperty('buildsOn')
  })
})

describe('what the facilitator writes', () => {
  const minutes: Partial<Minutes> = {
    summary: 'We leerden elkaar kennen.',
    deepened: [
      { theme: themeId(2), text: 'Dit nemen we mee.' },
      { theme: themeId(9), text: 'Van een thema dat weg is.' },
    ],
    decisions: [{ id: newDecisionId(), text: 'We beginnen om tien uur.' }],
    corrections: [{ id: newCorrectionId(), text: 'Het was bij B.', at: Date.parse('2026-04-21T10:00:00+02:00') }],
    approved: { at: Date.parse('2026-04-21T10:00:00+02:00'), session: session(3).id },
  }
  const full = record({ themes: [theme(1), theme(2, { title: 'Vaders' })] }, minutes)

  test('stands in the record of the group', () => {
    const text = renderMarkdown(levelOf(full, 'group'), t)
    expect(text).toContain('## In het kort\n\nWe leerden elkaar kennen.')
    expect(text).toContain(
      '## Verdiept thema: Vaders\n\nDit nemen we mee.\n\n## Besluiten\n\n- We beginnen om tien uur.',
    )
    expect(text).toContain('## Correcties\n\n- dinsdag 21 april 2026: Het was bij B.')
    expect(text).toContain('Goedgekeurd in bijeenkomst 3, op dinsdag 21 april 2026.')
    expect(text).not.toContain('thema dat weg is')
  })

  test('is counted where it is left out, and its words are not there', () => {
    for (const level of ['organisation', 'public'] as const) {
      const text = renderMarkdown(levelOf(full, level, organisationId(0)), t)
      expect(text).toContain('1 besluit')
      expect(text).not.toMatch(/tien uur|Het was bij B|Dit nemen we mee|Goedgekeurd/)
    }
  })
})
