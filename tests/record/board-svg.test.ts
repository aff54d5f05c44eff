import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { renderBoardPng } from '../../server/export/picture.ts'
import { renderBoardSvg, zoneAlone } from '../../shared/record/board-picture.ts'
import { levelOf } from '../../shared/record/level.ts'
import { RECORD_LEVELS, type SessionRecord } from '../../shared/record/record.ts'
import { stackTops } from '../../shared/record/stacks.ts'
import { translators } from '../../shared/text/every-language.ts'
import { note, zone, zoneId } from '../helpers/boards.ts'
import { goldenRecord, longRecord } from '../helpers/long-record.ts'
import { cases, wordOf } from '../helpers/record-cases.ts'
import { organisationId, participantId, recordOf } from '../helpers/records.ts'
import { textOfXml } from '../helpers/unzip.ts'

const t = translators.nl
const group = levelOf(goldenRecord, 'group')
const draw = (record: SessionRecord) => renderBoardSvg(record, t)
const bare = (text: string) => text.replace(/\s+/g, '')
const timesIn = (text: string, word: string) => bare(text).split(bare(word)).length - 1
const sheetOf = (svg: string) => (/viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? []).slice(1).map(Number) as [number, number]
const saying = (text: string) =>
  levelOf(
    recordOf({
      zones: [zone(1, { kind: 'reflection', title: 'Reflectie' })],
      notes: [note(1, { zone: zoneId(1) }, text)],
    }),
    'group',
  )

describe('the picture of the board', () => {
  test('has each of 600 notes exactly once, in the shape of A3', () => {
    const svg = draw(levelOf(longRecord(600), 'group'))
    const text = bare(textOfXml(svg))
    for (let n = 0; n < 600; n++) expect(text.split(`Briefje${n}woord`)).toHaveLength(2)
    const [width, height] = sheetOf(svg)
    expect(Math.max(width / height, height / width)).toBeCloseTo(420 / 297, 1)
    // Of 42 cm a letter of a note is at least 0.8 mm high: five points.
    expect((14 * 420) / width).toBeGreaterThan(0.8)
  })

  test('on any board shows every note once, at the limits of its level, and not who wrote it or when', () => {
    fc.assert(
      fc.property(cases, fc.constantFrom(...RECORD_LEVELS), ({ record, kept }, level) => {
        const shown = levelOf(record, level, organisationId(0))
        const svg = draw(shown)
        const tops = stackTops(kept.map(({ id, place }) => ({ id, under: place.under })))
        for (const { id } of kept) {
          const word = wordOf(Number(id.slice(-12)))
          const isShown = shown.notes.some(({ text }) => text.includes(word)) && tops.get(id) === id
          expect(timesIn(textOfXml(svg), word)).toBe(isShown ? 1 : 0)
        }
        for (const { id, meta } of kept)
          for (const leak of [id, meta.author, meta.createdAt, participantId(99)])
            expect(svg.includes(String(leak))).toBe(false)
      }),
      { seed: 20260312, numRuns: 100 },
    )
  })

  test('has themes in columns with the colours of the board, stacks counted, and organisations where the record tells', () => {
    const svg = draw(group)
    const text = textOfXml(svg)
    for (const word of ['Vaders en grootouders', 'Kruisbestuiving', 'Organisatie B', '×2']) expect(text).toContain(word)
    for (const paper of ['#ffe58a', '#cdcaff', '#ffb08c']) expect(svg).toContain(paper)
    expect(svg).toContain('lang="nl-BE"')
    expect(svg).toMatch(/<title id="title">Verslag bijeenkomst 2 van 5/)
  })

  test('for anyone shows titles alone', () => {
    const text = textOfXml(draw(levelOf(goldenRecord, 'public')))
    expect(text).toContain('Vaders en grootouders')
    expect(text).not.toContain('Organisatie')
    for (const one of goldenRecord.notes) expect(timesIn(text, one.text)).toBe(0)
  })

  test('may be of one zone, with what lies in it alone', () => {
    const reflection = goldenRecord.zones.find(({ kind }) => kind === 'reflection')!
    const alone = zoneAlone(goldenRecord, reflection.id)!
    const text = textOfXml(draw(levelOf(alone, 'group')))
    expect(text).toContain('Reflectie')
    expect(text).not.toContain('Kruisbestuiving')
    for (const one of goldenRecord.notes)
      expect(timesIn(text, one.text)).toBe(one.zone === reflection.id && one.under === undefined ? 1 : 0)
    expect(zoneAlone(goldenRecord, 'elsewhere')).toBeNull()
  })

  test.each(['x'.repeat(4_000), '<script>alert(1)</script> & "x" \u0000 \ud800', '你好，世界', 'مرحبا'])(
    'keeps what people write as words: %j',
    (text) => {
      const svg = draw(saying(text))
      // eslint-disable-next-line no-control-regex -- it is about those
      expect(timesIn(textOfXml(svg), text.replace(/[\u0000\ud800]/g, ''))).toBe(1)
      expect(svg).not.toContain('<script')
    },
  )

  test('is a PNG of the same shape, with emoji, Arabic and Chinese in it', () => {
    for (const record of [group, saying('Top 👍🏾 👩🏽‍🏫 🇧🇪 ❤️ → مرحبا 你好 한국어')]) {
      const png = renderBoardPng(record, t)
      expect(png.toString('latin1', 1, 4)).toBe('PNG')
      const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)]
      expect(width).toBeGreaterThanOrEqual(2480)
      expect(width).toBeLessThanOrEqual(4961)
      expect(width / height).toBeCloseTo(420 / 297, 1)
    }
    // What was erased in drawing would leave the same picture behind as other words of that kind.
    expect(renderBoardPng(saying('Top 👍🏾'), t).equals(renderBoardPng(saying('Top 👎🏾'), t))).toBe(false)
    expect(renderBoardPng(saying('Ja 👍🏾'), t).equals(renderBoardPng(saying('Nu 👍🏾'), t))).toBe(false)
    expect(renderBoardPng(saying('你好'), t).equals(renderBoardPng(saying('世界'), t))).toBe(false)
  })
})
