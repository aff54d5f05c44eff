import { execFileSync } from 'node:child_process'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Block } from '../../shared/record/document.ts'
import { renderHtml } from '../../shared/record/html.ts'
import { levelOf } from '../../shared/record/level.ts'
import type { SessionRecord } from '../../shared/record/record.ts'
import { sessionDocument } from '../../shared/record/session-document.ts'
import { translators } from '../../shared/text/every-language.ts'
import { wrong } from '../helpers/axe.ts'
import { openBrowser, openDevice } from '../helpers/browser.ts'
import { hasPoppler } from '../helpers/libreoffice.ts'
import { goldenRecord, longRecord } from '../helpers/long-record.ts'

// The record as a page of its own: read by everyone, and printed.

const t = translators.nl
const group = (record: SessionRecord) => levelOf(record, 'group')
/** More promises than a page holds. */
const busy = (() => {
  const long = longRecord(90)
  const commitments = Array.from({ length: 45 }, (_, n) => {
    const one = goldenRecord.commitments[n % goldenRecord.commitments.length] as SessionRecord['commitments'][number]
    return { ...one, id: `commitment${n}`, what: `${one.what}, keer ${n}.` }
  })
  return { ...long, commitments, crossPollination: goldenRecord.crossPollination }
})()

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

test.each(['phone', 'laptop'] as const)('is for everyone, on a %s, by day and by night', async (device) => {
  const { page, context } = await openDevice(browser, device)
  for (const record of [group(goldenRecord), levelOf(goldenRecord, 'public'), group(busy)]) {
    await page.setContent(renderHtml(record, t))
    expect(await wrong(page)).toEqual([])
    // Nothing runs out of the page sideways.
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
  }
  await context.close()
})

interface Word {
  readonly text: string
  /** In points from the top of its page. */
  readonly top: number
  readonly bottom: number
}

describe.skipIf(!hasPoppler())('printed on A4', () => {
  const pages = new Map<string, readonly (readonly Word[])[]>()
  const RECORDS = { golden: group(goldenRecord), busy: group(busy) }
  beforeAll(async () => {
    const { page, context } = await openDevice(browser, 'laptop')
    for (const [name, record] of Object.entries(RECORDS)) {
      await page.setContent(renderHtml(record, t))
      pages.set(name, wordsOf(await page.pdf({ preferCSSPageSize: true, printBackground: true })))
    }
    await context.close()
  })

  test('no line is cut: all of it stands within the margins, and each note once', () => {
    for (const [name, record] of Object.entries(RECORDS)) {
      const printed = pages.get(name) ?? []
      expect(printed.length).toBeGreaterThan(3)
      for (const word of printed.flat()) {
        expect(word.top, word.text).toBeGreaterThan(MM * 17)
        expect(word.bottom, word.text).toBeLessThan(A4 - MM * 19)
      }
      const text = printed.flatMap((words) => words.map((word) => word.text)).join('')
      const elsewhere = record.zones.find(({ kind }) => kind === 'expectations')?.id
      for (const note of record.notes)
        if (note.under === undefined && note.zone !== elsewhere)
          expect(text.split(note.text.replace(/\s+/g, '')), note.text).toHaveLength(2)
    }
  })

  test('no heading stands alone at the foot of a page', () => {
    for (const [name, record] of Object.entries(RECORDS)) {
      const headings = new Set(headingsOf(record))
      for (const words of pages.get(name) ?? []) {
        const last = Math.max(...words.map(({ bottom }) => bottom))
        const line = words.filter(({ bottom }) => last - bottom < 3).map(({ text }) => text)
        expect(headings.has(line.join(''))).toBe(false)
      }
    }
  })

  test('a table goes on between its rows, and names its columns again', () => {
    const with45 = (pages.get('busy') ?? []).filter((words) =>
      words.some(({ text }) => /^\d+\.$/.test(text) && words.some((one) => one.text === 'keer')),
    )
    expect(with45.length).toBeGreaterThan(1)
    for (const words of with45) expect(words.map(({ text }) => text).join(' ')).toContain('Tegen wanneer')
    // Its last words stand on the page of its first.
    const all = with45.map((words) => words.map(({ text }) => text).join(' '))
    for (let n = 0; n < 45; n++) expect(all.filter((text) => text.includes(`keer ${n}.`))).toHaveLength(1)
  })
})

const MM = 72 / 25.4
const A4 = 841.89

function wordsOf(pdf: Uint8Array): Word[][] {
  const xml = execFileSync('pdftotext', ['-bbox', '-', '-'], { input: pdf, maxBuffer: 64_000_000 }).toString()
  return xml
    .split('<page ')
    .slice(1)
    .map((page) =>
      [...page.matchAll(/yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">([^<]*)</g)].map(
        ([, top, bottom, text = '']) => ({
          top: Number(top),
          bottom: Number(bottom),
          text: text.replace(/&(amp|lt|gt|quot|#39|apos);/g, (_, name: string) => ENTITIES[name] ?? ''),
        }),
      ),
    )
}
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", apos: "'" }

const headingsOf = (record: SessionRecord): string[] =>
  sessionDocument(record, t)
    .parts.flatMap(({ title, blocks }) => [
      title,
      ...blocks.flatMap((block: Block) => (block.kind === 'subheading' ? [block.text] : [])),
    ])
    .map((title) => title.replace(/\s+/g, ''))
