import { describe, expect, test } from 'vitest'
import { levelOf } from '../../shared/record/level.ts'
import { renderCsv } from '../../shared/record/csv.ts'
import { renderHtml } from '../../shared/record/html.ts'
import { renderMarkdown } from '../../shared/record/markdown.ts'
import { translators } from '../../shared/text/every-language.ts'
import { note, noteId, rank, theme, themeId, zone, zoneId } from '../helpers/boards.ts'
import { network, organisationId, participantId, recordOf, session, writtenBy } from '../helpers/records.ts'

const t = translators.nl
const markdown = (parts: Parameters<typeof recordOf>[0], about = {}): string =>
  renderMarkdown(levelOf(recordOf(parts, about), 'group'), t)

const reflection = zone(1, { kind: 'reflection', title: 'Reflectie' })
const crossPollination = zone(2, { kind: 'crossPollination', title: 'Kruisbestuiving' })
const hostAspect = zone(3, { kind: 'presentation', title: 'Visie', aspect: 'Visie', presenter: 'host' })
const expectations = zone(4, { kind: 'expectations', title: 'Verwachtingen van de groep' })
const zones = [expectations, hostAspect, reflection, crossPollination].map((one, order) => ({ ...one, order }))
const inZone = (where: { id: ReturnType<typeof zoneId> }) => ({ zone: where.id })

describe('the record of a board', () => {
  test('of an empty session has a head and a foot, and no empty part', () => {
    expect(markdown({ zones })).toBe(`# Verslag bijeenkomst 2 van 5

**Lerend netwerk ontmoetingsplaatsen**

- **Wanneer:** donderdag 12 maart 2026, van 9.30 tot 12.30 uur
- **Waar:** ontmoetingsplaats van Organisatie A
- **Gastorganisatie:** Organisatie A
- **Tweede organisatie:** Organisatie B
- **Aanwezig:** Organisatie A en Organisatie B
- **Voor wie:** de groep. Voor collega’s, bestuur en anderen is er een korter verslag.

## Over dit verslag

- **Zonder namen:** er staan geen namen van personen in. Bij verwachtingen, reflectie en parkeerplaats staat ook geen organisatie.
- **Verbeteren:** klopt er iets niet of wil je een briefje weg? Zeg het aan de procesbegeleider.
- **Wissen:** Het bord wordt gewist op zaterdag 11 april 2026, 30 dagen na de laatste bijeenkomst.
- Gemaakt met Bijeen op donderdag 12 maart 2026.
`)
  })

  test('of a session without date, place and people says none of them', () => {
    const text = renderMarkdown(recordOf({ zones: [] }, { session: session(2), present: [] }), t)
    expect(text).not.toMatch(/Wanneer|Waar|Aanwezig|Wissen|Gastorganisatie/)
  })

  test('prints themes in the facilitator’s order, their notes by rank, and loose notes last', () => {
    const text = markdown({
      zones,
      themes: [theme(1, { title: 'Tweede', rank: rank(9) }), theme(2, { title: 'Eerste', summary: 'Een zin.' })],
      notes: [
        note(1, { ...inZone(reflection) }, 'los'),
        note(2, { ...inZone(reflection), theme: themeId(2), rank: rank(8) }, 'later'),
        note(3, { ...inZone(reflection), theme: themeId(2), rank: rank(7) }, 'eerder'),
        note(4, { ...inZone(reflection), theme: themeId(1) }, 'ander'),
      ],
    })
    expect(text).toContain(
      '## Reflectie\n\n### Eerste\n\n*Een zin.*\n\n- eerder\n- later\n\n### Tweede\n\n- ander\n\n### Zonder thema\n\n- los\n',
    )
    expect(text).toContain('- **2 thema’s:** Eerste · Tweede\n')
  })

  test('prints a stack once, with how often it was written', () => {
    const parts = {
      zones,
      notes: [
        note(1, { ...inZone(reflection), under: noteId(2) }, 'onder'),
        note(2, { ...inZone(reflection) }, 'boven'),
        note(3, { ...inZone(crossPollination), under: noteId(1) }, 'onder onder'),
      ],
    }
    const text = markdown(parts)
    expect(text).toContain('## Reflectie\n\n- boven (×3)\n')
    expect(text).not.toContain('onder onder')
    expect(text).toContain(
      '- **Gestapeld:** 2 briefjes zeggen hetzelfde als een ander en staan er niet apart. (×3) betekent: 3 keer geschreven.',
    )
    const rows = renderCsv(recordOf(parts), t).split('\r\n')
    expect(rows[1]).toMatch(/^1;.*;boven;.*;3;$/)
    expect(rows.slice(2, 4).every((row) => row.endsWith(';0;1'))).toBe(true)
  })

  test('loses no note that lies under a withdrawn one, or in a ring', () => {
    const text = markdown({
      zones,
      notes: [
        note(0, { ...inZone(reflection), under: noteId(99) }, 'alleen gebleven'),
        note(1, { ...inZone(reflection), under: noteId(4) }, 'komt erbij'),
        note(3, { ...inZone(reflection), under: noteId(2) }, 'in de ring'),
        note(2, { ...inZone(reflection), under: noteId(4) }, 'oudste'),
        note(4, { ...inZone(reflection), under: noteId(2) }, 'jongste'),
        note(5, { ...inZone(crossPollination), under: noteId(4) }, 'aan de ring'),
      ],
    })
    expect(text).toContain('- alleen gebleven\n- oudste (×5)\n')
  })

  test('takes themes of the expectations zone for expectations, numbered, with their notes', () => {
    const record = recordOf({
      zones,
      themes: [
        theme(1, { title: 'Samen nadenken', zone: expectations.id }),
        theme(2, { title: 'Leren van elkaar', zone: expectations.id }),
        theme(3, { title: 'Geen verwachting', zone: expectations.id }),
      ],
      notes: [
        note(1, { ...inZone(expectations), theme: themeId(2) }, 'van fouten ook'),
        note(2, { ...inZone(reflection), theme: themeId(3) }, 'zo dus'),
        note(3, { ...inZone(expectations), theme: themeId(3) }, 'en zo'),
      ],
    })
    expect(record.expectations.map(({ number, theme: id }) => [number, id])).toEqual([
      [1, themeId(1)],
      [2, themeId(2)],
    ])
    expect(record.themes.find(({ id }) => id === themeId(3))?.zone).toBeNull()
    expect(renderMarkdown(record, t)).toContain(
      '## Verwachtingen van de groep\n\n### 1. Samen nadenken\n\n### 2. Leren van elkaar\n\n- van fouten ook\n\n### Geen verwachting\n\n- en zo\n',
    )
  })

  test('puts the presenter’s notes first and says whose reaction the others are', () => {
    const text = markdown({
      zones,
      notes: [
        writtenBy(note(1, inZone(hostAspect), 'waarom?'), { organisation: organisationId(2), kind: 'question' }),
        writtenBy(note(2, inZone(hostAspect), 'zo werken wij'), { organisation: organisationId(0) }),
        writtenBy(note(3, inZone(hostAspect), 'mooi'), { organisation: organisationId(3) }),
      ],
    })
    expect(text).toContain(
      '## De werking van Organisatie A (gastorganisatie)\n\n### Visie\n\n- zo werken wij\n- waarom? *(Organisatie C, vraag)*\n- mooi *(Organisatie D)*\n',
    )
  })

  test('says from whom an idea comes, and that it is open to whom it goes', () => {
    const text = markdown({
      zones,
      notes: [writtenBy(note(1, inZone(crossPollination), 'een map'), { organisation: organisationId(1) })],
    })
    expect(text).toContain('- **Organisatie B → nog open** · een map\n')
  })

  test('leaves the organisation out where the network does not show it, and gives the facilitator all', () => {
    const parts = {
      zones,
      notes: [writtenBy(note(1, inZone(reflection), 'dat raakte me'), { organisation: organisationId(2) })],
    }
    expect(markdown(parts)).not.toContain('Organisatie C')
    expect(JSON.stringify(levelOf(recordOf(parts), 'group').notes)).not.toContain('organisation')
    expect(renderMarkdown(recordOf(parts), t)).toContain('- dat raakte me *(Organisatie C)*')
    const shown = { ...network, showOrganisation: { ...network.showOrganisation, reflection: true } }
    expect(markdown(parts, { network: shown })).toContain('- dat raakte me *(Organisatie C)*')
  })

  test('keeps check-in words and blank notes out, at every level', () => {
    const checkIn = zone(5, { kind: 'checkIn', title: 'Check-in' })
    const record = recordOf({
      zones: [...zones, checkIn],
      notes: [note(1, inZone(checkIn), 'moe'), note(2, inZone(reflection), ' \n ')],
    })
    expect(record.notes).toEqual([])
    expect(levelOf(record, 'public').leftOut.notes).toBe(0)
  })

  test('prints hidden zones, zones of the facilitator’s own, and notes whose zone is gone', () => {
    const text = markdown({
      zones: [
        { ...reflection, hidden: true },
        zone(6, { kind: 'free', title: 'Buiten spelen' }),
        zone(7, { kind: 'parked', title: 'Parkeerplaats' }),
      ],
      notes: [
        note(1, inZone(reflection), 'verborgen'),
        note(2, { zone: zoneId(6) }, 'eigen'),
        note(3, { zone: zoneId(7) }, 'geparkeerd'),
        note(4, { zone: zoneId(8) }, 'verdwaald'),
      ],
    })
    expect(text).toContain('## Reflectie\n\n- verborgen\n')
    expect(text).toContain('## Buiten spelen\n\n- eigen\n')
    expect(text).toContain('## Parkeerplaats\n\n- geparkeerd\n\n## Andere briefjes\n\n- verdwaald\n')
  })

  test('prints a theme’s sentence once, also when its notes stand under an aspect', () => {
    const text = markdown({
      zones,
      themes: [theme(1, { title: 'Onthaal', summary: 'Aan de deur begint het.' })],
      notes: [note(1, { ...inZone(hostAspect), theme: themeId(1) })],
    })
    expect(text).toContain('## Thema’s\n\n### Onthaal\n\n*Aan de deur begint het.*\n')
  })

  test('keeps at level full what an import needs', () => {
    const record = recordOf({
      zones,
      themes: [theme(1, { x: 12, y: -3, colour: 'munt', zone: reflection.id })],
      notes: [note(1, { ...inZone(reflection), theme: themeId(1), x: 40, y: 80.5 })],
      marks: [[noteId(1), { recognise: 2, takeHome: [organisationId(3)] }]],
    })
    expect(record.notes[0]?.place).toEqual({ rank: rank(1), x: 40, y: 80.5 })
    expect(record.themes[0]?.look).toEqual({ colour: 'munt', zone: reflection.id, x: 12, y: -3 })
    expect(record.marks).toEqual([{ note: noteId(1), recognise: 2, takeHome: [organisationId(3)] }])
    expect(record.zones.map(({ id }) => id)).toEqual(zones.map(({ id }) => id))
  })
})

describe('a level', () => {
  const parts = {
    zones: [
      ...zones,
      zone(8, { kind: 'presentation', title: 'Visie', aspect: 'Visie', presenter: 'second', order: 9 }),
    ],
    themes: [theme(1, { title: 'Onthaal', summary: 'Een zin.' }), theme(2, { title: 'Leeg gebleven' })],
    notes: [
      writtenBy(note(1, { ...inZone(hostAspect), theme: themeId(1) }, 'zo werken wij'), {
        organisation: organisationId(0),
      }),
      writtenBy(note(2, inZone(hostAspect), 'herkenbaar'), { organisation: organisationId(3), kind: 'recognise' }),
      writtenBy(note(3, { zone: zoneId(8) }, 'van B'), { organisation: organisationId(1), buildsOn: noteId(1) }),
      note(4, inZone(reflection), 'stil'),
    ],
  }
  const record = recordOf(parts)

  test('below full has short numbers for ids, and no reference to what it leaves out', () => {
    for (const shown of [
      levelOf(record, 'group'),
      levelOf(record, 'organisation', organisationId(1)),
      levelOf(record, 'public'),
    ]) {
      expect(JSON.stringify(shown)).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-7/)
    }
    expect(levelOf(record, 'group').notes[2]).toMatchObject({
      id: 'n3',
      organisation: 'o2',
      buildsOn: 'n1',
      zone: 'z5',
    })
    expect(levelOf(record, 'organisation', organisationId(1)).notes).toEqual([
      { id: 'n1', text: 'van B', zone: 'z1', theme: null, kind: 'idea', organisation: 'o2' },
    ])
  })

  test('for an organisation shows the own presentation, reactions without their organisation, and counts the rest', () => {
    const text = renderMarkdown(levelOf(record, 'organisation', organisationId(0)), t)
    expect(text).toContain('- zo werken wij\n- herkenbaar *(uit de groep, herkenbaar)*\n')
    expect(text).toContain('2 briefjes (1 over de werking van Organisatie B, 1 bij de reflectie).')
    expect(text).not.toMatch(/stil|van B\n|Organisatie D|Een zin/)
  })

  test('for anyone shows titles alone, without the themes that stayed empty', () => {
    const text = renderMarkdown(levelOf(record, 'public'), t)
    expect(text).toContain('**Bijeenkomst 2 van 5** · donderdag 12 maart 2026 · 4 organisaties\n')
    expect(text).toContain('## Elkaars werking\n\n- Visie\n\n## Thema’s\n\n- Onthaal\n\n## Over')
    expect(text).toContain('Niet opgenomen: 4 briefjes en de namen van de organisaties.')
    expect(JSON.stringify(levelOf(record, 'public'))).not.toMatch(/Organisatie|werken wij|stil|9:30/)
  })

  test('gives the same from the group’s record as from the full one', () => {
    const group = levelOf(record, 'group')
    expect(levelOf(group, 'public')).toEqual(levelOf(record, 'public'))
    expect(levelOf(group, 'organisation', 'o1')).toEqual(levelOf(record, 'organisation', organisationId(0)))
  })

  test('never widens, and knows its organisations', () => {
    expect(() => levelOf(levelOf(record, 'public'), 'group')).toThrow(RangeError)
    expect(() => levelOf(levelOf(record, 'group'), 'full')).toThrow(RangeError)
    expect(() => levelOf(record, 'organisation', organisationId(77))).toThrow(RangeError)
    expect(() => levelOf(record, 'organisation')).toThrow(RangeError)
  })
})

describe('the words', () => {
  const parts = {
    zones,
    notes: [
      writtenBy(note(1, inZone(hostAspect), 'ok'), {
        organisation: organisationId(2),
        kind: 'takeHome',
        author: participantId(1),
      }),
    ],
  }

  test('are English in English', () => {
    const text = renderMarkdown(levelOf(recordOf(parts), 'group'), translators.en)
    expect(text).toContain('- **When:** Thursday 12 March 2026, from 9:30 to 12:30\n')
    expect(text).toContain('- **Present:** Organisatie A and Organisatie B\n')
    expect(text).toContain('- ok *(Organisatie C, take home)*\n')
    expect(renderCsv(recordOf(parts), translators.en)).toContain('no,session,date,part')
  })

  test('are French in French, the first of the month too', () => {
    const first = session(2, { startsAt: '2026-03-01T14:00:00+01:00', endsAt: '2026-03-01T16:30:00+01:00' })
    const text = renderMarkdown(recordOf(parts, { session: first }), translators.fr)
    expect(text).toContain('- **Quand\u00a0:** dimanche 1er mars 2026, de 14\u00a0h à 16\u00a0h\u00a030\n')
    expect(renderHtml(recordOf(parts), translators.fr)).toContain('<html lang="fr-BE">')
  })

  test('leave out the minutes of a whole hour', () => {
    const whole = session(2, { startsAt: '2026-10-15T14:00:00+02:00', endsAt: '2026-10-15T16:00:00+02:00' })
    expect(markdown(parts, { session: whole })).toContain('donderdag 15 oktober 2026, van 14 tot 16 uur\n')
  })
})
