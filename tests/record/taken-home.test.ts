import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { renderHtml } from '../../shared/record/html.ts'
import { levelOf } from '../../shared/record/level.ts'
import { renderMarkdown } from '../../shared/record/markdown.ts'
import type { RecordTakeHome, SessionRecord } from '../../shared/record/record.ts'
import { translators } from '../../shared/text/every-language.ts'
import { note, noteId, zone } from '../helpers/boards.ts'
import { organisationId, recordOf } from '../helpers/records.ts'

const [A, B, C, D] = [0, 1, 2, 3].map(organisationId) as unknown as [string, string, string, string]
const pollination = zone(1, { kind: 'crossPollination', title: 'Kruisbestuiving' })
const vision = zone(2, { kind: 'presentation', title: 'Visie', organisation: organisationId(0) })

const board = recordOf({
  zones: [pollination, vision].map((one, order) => ({ ...one, order })),
  notes: [note(1, { zone: pollination.id }, 'Een map <b>'), note(2, { zone: vision.id }, 'Er moet niets')],
})
const taken = (n: number, from: string[], to: string[]): RecordTakeHome => ({
  id: `taken ${n}`,
  note: noteId(n),
  from,
  to,
  firstStep: '',
  by: null,
  status: 'open',
})
const withThese = (...takeHomes: RecordTakeHome[]): SessionRecord => ({ ...board, takeHomes })
const said = (record: SessionRecord, from: string[], to: string[]): SessionRecord => ({
  ...record,
  crossPollination: [{ note: noteId(1), from, to }],
})
const html = (record: SessionRecord) => renderHtml(record, translators.nl)
const markdown = (record: SessionRecord) => renderMarkdown(record, translators.nl)
const rows = (text: string) => text.split('\n').filter((line) => line.startsWith('|'))

describe('what was taken home, in the record of a session', () => {
  test('is not spoken of while nobody took anything', () => {
    expect(html(board)).not.toContain('<svg')
    expect(html(said(board, [A], []))).not.toContain('<svg')
    expect(rows(markdown(board))).toEqual([])
  })

  test('is a picture that loads nothing, with the same in a table', () => {
    const page = html(withThese(taken(1, [A], [B, C])))
    expect(page).toContain('aria-label="Kaart van de kruisbestuiving: 2 linten')
    expect(page).toMatch(/<figure>\n<svg [^]*<\/svg>\n<table>/)
    expect(page).toContain('Een map &lt;b&gt;')
    expect(page).not.toMatch(/<b>|<script|href=|url\(/)
  })

  test('stands in Markdown as a table, where no arrow at the note says it', () => {
    expect(rows(markdown(withThese(taken(2, [A], [B]))))).toEqual([
      '| Van | Naar | Wat |',
      '|---|---|---|',
      '| Organisatie A | Organisatie B | Er moet niets |',
    ])
    const told = said(withThese(taken(1, [A], [B])), [A], [B])
    expect(markdown(told)).toContain('Organisatie A → Organisatie B')
    expect(rows(markdown(told))).toEqual([])
    expect(html(told)).toContain('<svg')
  })

  test('names the group where nobody in particular gave it, and all where all others took it', () => {
    expect(rows(markdown(withThese(taken(2, [], [D])))).at(-1)).toBe('| de groep | Organisatie D | Er moet niets |')
    expect(rows(markdown(withThese(taken(2, [A], [B, C, D])))).at(-1)).toBe(
      '| Organisatie A | alle organisaties | Er moet niets |',
    )
  })

  test('is told also where its zone is gone', () => {
    const gone = { ...withThese(taken(2, [A], [B])), zones: board.zones.filter(({ kind }) => kind === 'presentation') }
    expect(markdown(gone)).toMatch(/## Kruisbestuiving\n\n\| Van/)
  })

  test('stays in the group, and there only as far as organisations are shown', () => {
    const record = withThese(taken(2, [A], [B]))
    expect(html(levelOf(record, 'group'))).toContain('<svg')
    expect(html(levelOf(record, 'organisation', A))).not.toContain('<svg')
    expect(html(levelOf(record, 'public'))).not.toContain('<svg')
    const { network } = record
    const hidden = { ...network, showOrganisation: { ...network.showOrganisation, crossPollination: false } }
    expect(html(levelOf({ ...record, network: hidden }, 'group'))).not.toContain('<svg')
  })

  test('is drawn from the golden record too', () => {
    const golden = readFileSync(new URL('../golden/verslag-sessie-2.json', import.meta.url), 'utf8')
    expect(html(JSON.parse(golden) as SessionRecord)).toContain('<svg')
  })
})
