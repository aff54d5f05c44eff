import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { renderDocx } from '../../server/export/docx.ts'
import { renderPdf } from '../../server/export/pdf.ts'
import { renderBoardSvg } from '../../shared/record/board-picture.ts'
import { renderCsv } from '../../shared/record/csv.ts'
import { renderHtml } from '../../shared/record/html.ts'
import { renderJson } from '../../shared/record/json.ts'
import { levelOf } from '../../shared/record/level.ts'
import { renderMarkdown } from '../../shared/record/markdown.ts'
import { RECORD_LEVELS, type RecordLevel, type SessionRecord } from '../../shared/record/record.ts'
import { stackTops } from '../../shared/record/stacks.ts'
import { translators } from '../../shared/text/every-language.ts'
import { note, rank, zone, zoneId } from '../helpers/boards.ts'
import { cases, notes, wordOf, zones } from '../helpers/record-cases.ts'
import { readPdf } from '../helpers/pdf-text.ts'
import { organisationId, participantId, recordOf } from '../helpers/records.ts'
import { textOfXml, unzip } from '../helpers/unzip.ts'
import { wholeSessions, type WholeSession } from '../helpers/whole-sessions.ts'

const SEED = { seed: 20260312, numRuns: 150 }
const t = translators.nl
const FORMATS = {
  markdown: (record: SessionRecord) => renderMarkdown(record, t),
  html: (record: SessionRecord) => renderHtml(record, t),
  csv: (record: SessionRecord) => renderCsv(record, t),
  json: renderJson,
}
const at = (record: SessionRecord, level: RecordLevel) => levelOf(record, level, organisationId(0))
const timesIn = (text: string, word: string) => text.split(word).length - 1

describe('on any board', () => {
  test('every note stands exactly once at level full and group, a stack by its top', () => {
    fc.assert(
      fc.property(cases, fc.constantFrom('full' as const, 'group' as const), ({ record, kept }, level) => {
        const shown = at(record, level)
        const tops = stackTops(kept.map(({ id, place }) => ({ id, under: place.under })))
        const texts = [renderMarkdown(shown, t), renderHtml(shown, t)]
        const tables = [renderCsv(shown, t), renderJson(shown)]
        for (const { id } of kept) {
          const word = wordOf(Number(id.slice(-12)))
          for (const text of texts) expect(timesIn(text, word)).toBe(tops.get(id) === id ? 1 : 0)
          for (const text of tables) expect(timesIn(text, word)).toBe(1)
        }
        expect(shown.notes).toHaveLength(kept.length)
      }),
      SEED,
    )
  })

  test('no format at any level tells who wrote, or when', () => {
    fc.assert(
      fc.property(cases, fc.constantFrom(...RECORD_LEVELS), ({ record, kept }, level) => {
        for (const [name, render] of Object.entries(FORMATS)) {
          const text = render(at(record, level))
          const leaks = [participantId(99), ...kept.flatMap(({ meta }) => [meta.author, meta.createdAt])]
          for (const leak of leaks) expect(text.includes(String(leak)), name).toBe(false)
          expect(text).not.toMatch(/author|createdAt|K7M4PD/)
        }
      }),
      SEED,
    )
  })

  test('below full a hidden organisation is with no note', () => {
    fc.assert(
      fc.property(cases, ({ record }) => {
        const show = record.network.showOrganisation
        const shown = at(record, 'group')
        const kinds = new Map(shown.zones.map(({ id, kind }) => [id, kind]))
        const tops = stackTops(shown.notes)
        const zoneOf = new Map(shown.notes.map(({ id, zone: lies }) => [id, lies]))
        for (const { id, organisation } of shown.notes) {
          const kind = kinds.get(zoneOf.get(tops.get(id) ?? id) ?? '') ?? 'free'
          if (organisation === undefined || kind === 'checkIn') continue
          expect(show[kind === 'free' ? 'reflection' : kind]).toBe(true)
        }
        if (!show.crossPollination) expect(JSON.stringify(shown.crossPollination)).not.toMatch(/"o\d/)
      }),
      SEED,
    )
  })

  test('what a level shows and what it says it leaves out make all notes', () => {
    fc.assert(
      fc.property(cases, fc.constantFrom(...RECORD_LEVELS), ({ record, kept }, level) => {
        const { notes: shown, leftOut } = at(record, level)
        expect(shown.length + leftOut.notes).toBe(kept.length)
        const presentations = (leftOut.presentations ?? []).reduce((sum, one) => sum + one.notes, 0)
        expect(presentations).toBe(leftOut.reasons.presentation ?? 0)
      }),
      SEED,
    )
  })

  test('ids point to what is there, and below full tell nothing', () => {
    fc.assert(
      fc.property(
        cases,
        fc.constantFrom('group' as const, 'organisation' as const, 'public' as const),
        ({ record }, level) => {
          const shown = at(record, level)
          const all = [shown.notes, shown.themes, shown.zones, shown.network.organisations].flat()
          const ids = new Set(all.map(({ id }) => id))
          expect(ids.size).toBe(all.length)
          for (const id of ids) expect(id).toMatch(/^[ntzo]\d+$/)
          const references = [
            ...shown.notes.flatMap((one) => [one.zone, one.theme, one.under, one.buildsOn, one.organisation]),
            ...shown.themes.map((one) => one.zone),
            ...shown.expectations.map((one) => one.theme),
            ...shown.crossPollination.flatMap((one) => [one.note, ...one.from, ...one.to]),
          ]
          for (const id of references) if (id !== undefined && id !== null) expect(ids).toContain(id)
        },
      ),
      SEED,
    )
  })

  test('the same board gives the same record, in whichever order its notes came', () => {
    fc.assert(
      fc.property(zones, notes, ([...zs], [...ns]) => {
        const made = zs.map(({ kind }, n) => zone(n, { kind }))
        const lying = ns.map((fields, n) => note(n, { zone: zoneId(fields.zone), rank: rank(fields.rank) }, wordOf(n)))
        const turned = recordOf({ zones: made.toReversed(), notes: lying.toReversed() })
        expect(turned).toEqual(recordOf({ zones: made, notes: lying }))
      }),
      SEED,
    )
  })
})

/** What a reader of the file finds in it, and all that it holds, also where nobody looks. */
interface Opened {
  readonly read: string
  readonly all: string
}
const bare = (text: string): string => text.replace(/\s+/g, '')
const same = (text: string): Opened => ({ read: text, all: text })
/** Without Word and PDF, that take their time. */
const light = (record: SessionRecord): Record<string, Opened> => {
  const svg = renderBoardSvg(record, t)
  return {
    md: same(renderMarkdown(record, t)),
    html: same(renderHtml(record, t)),
    csv: same(renderCsv(record, t)),
    json: same(renderJson(record)),
    svg: { read: bare(textOfXml(svg)), all: svg },
  }
}
const heavy = async (record: SessionRecord): Promise<Record<string, Opened>> => {
  const word = unzip(await renderDocx(record, t))
  const { pages, structure } = readPdf(await renderPdf(record, t))
  return {
    docx: { read: textOfXml(word.get('word/document.xml') ?? ''), all: [...word.values()].join('\n') },
    pdf: { read: bare(pages.join('')), all: pages.join('\n') + structure },
  }
}

function expectOnce(
  { notes: places, texts }: WholeSession,
  files: Record<string, Opened>,
  record: SessionRecord,
): void {
  for (const [name, { read }] of Object.entries(files)) {
    for (const [word, place] of places) {
      // A reader of JSON finds a note among the notes; who takes it home begins with its words.
      if (name === 'json') expect(timesIn(JSON.stringify(record.notes), word), `${name} ${word}`).toBe(1)
      else if (name === 'csv') expect(timesIn(read, word), `${name} ${word}`).toBe(1)
      else if (place === 'beneath') expect(timesIn(read, word), `${name} ${word}`).toBe(0)
      // Who takes what home from another part is told in a table.
      else expect(timesIn(read, word), `${name} ${word}`).toBe(place === 'quoted' && name !== 'svg' ? 2 : 1)
    }
    if (name === 'csv' || name === 'svg') continue
    for (const word of texts) expect(timesIn(read, word), `${name} ${word}`).toBe(1)
  }
}

/** Below full also what is kept back, in any of its parts. */
function expectNothing({ never, kept }: WholeSession, files: Record<string, Opened>, level: RecordLevel): void {
  for (const [name, { all }] of Object.entries(files)) {
    for (const word of level === 'full' ? never : [...never, ...kept])
      expect(all.includes(word), `${name} at ${level} holds ${word}`).toBe(false)
    expect(all, name).not.toMatch(/"author"|createdAt|answered/)
  }
}

describe('in a session with all that a record can hold', () => {
  test('every included text stands exactly once in each text format', () => {
    fc.assert(
      fc.property(wholeSessions, (session) => {
        const group = at(session.record, 'group')
        expectOnce(session, light(group), group)
      }),
      SEED,
    )
  })

  test('no author, answer, code or check-in word is in any format at any level, nor below full what is kept back', () => {
    fc.assert(
      fc.property(wholeSessions, fc.constantFrom(...RECORD_LEVELS), (session, level) => {
        expectNothing(session, light(at(session.record, level)), level)
      }),
      SEED,
    )
  })

  test('both hold for Word and PDF', async () => {
    await fc.assert(
      fc.asyncProperty(wholeSessions, fc.constantFrom(...RECORD_LEVELS), async (session, level) => {
        const group = at(session.record, 'group')
        const files = await heavy(group)
        expectOnce(session, files, group)
        expectNothing(session, files, 'group')
        if (level !== 'group') expectNothing(session, await heavy(at(session.record, level)), level)
      }),
      { ...SEED, numRuns: 12 },
    )
  }, 90_000)
})
