import { escaped } from './escaped.ts'
import type { Colour } from '../model/theme.ts'
import { zoneColour } from '../model/zone.ts'
import type { Translate } from '../text/translate.ts'
import { COLUMN, columnsFor, GAP, inColumns, type Block, type Placed } from './board-columns.ts'
import { linesOfText } from './board-lines.ts'
import { CANVAS, HEAD_FONT, INK, INK_2, LOOKS, RULE, SURFACE, TEXT_FONT, ZONE } from './board-paper.ts'
import type { RecordNote, RecordTheme, RecordZone, SessionRecord } from './record.ts'
import { recordTitle } from './session-head.ts'
import { tellingOf, type Telling } from './telling.ts'

// The board as a picture: what the record holds of it, ordered as the record is, on a sheet of the shape of A3. Where
// someone dragged a note is not in it: a record below full does not tell.

const NOTE_LINE = 19
const ZONE_PADDING = 18
const TRAY_PADDING = 12
const TRAY_GAP = 10
const MARGIN = 28
/** Than the letters whose widths are known. */
const HEAD_IS_WIDER = 1.12
const A3 = { long: 420, short: 297 }

interface Drawn extends Block {
  /** At a place in the units of the picture. */
  draw(x: number, y: number): string
}

/** A part of a line that is drawn with one font. */
export interface Run {
  readonly text: string
  /** From where its line begins. */
  readonly x: number
  /** Undefined where the picture's own font has it. */
  readonly family?: string | undefined
}

export interface PictureOptions {
  /** For what draws the picture without a browser, and does not look for another font by itself. */
  readonly runs?: (line: string, size: number, head: boolean) => readonly Run[]
  /** Style sheet with the fonts in it, for a picture that is looked at elsewhere. */
  readonly style?: string
}

/** The record of one zone alone, for a picture of it. Null when the record has no such zone. */
export function zoneAlone(record: SessionRecord, id: string): SessionRecord | null {
  const zone = record.zones.find((one) => one.id === id)
  if (!zone || zone.kind === 'checkIn') return null
  const notes = record.notes.filter((note) => note.zone === id)
  const used = new Set(notes.map((note) => note.theme))
  return {
    ...record,
    zones: [zone],
    notes,
    themes: record.themes.filter((theme) => used.has(theme.id) || theme.zone === id),
    deepened: [],
  }
}

/** An SVG of the board, or of the one zone that the record holds, in the words of `t`. */
export function renderBoardSvg(
  record: SessionRecord,
  t: Translate,
  { runs = (text) => [{ text, x: 0 }], style = '' }: PictureOptions = {},
): string {
  const telling = tellingOf(record, t)
  const pen = new Pen(runs, record.zones.length === 1)
  const boxes = boxesOf(telling, pen)
  const { placed, width, height } = onSheet(boxes)
  const title = `${recordTitle(telling)} · ${record.network.title}`
  const when = telling.moment(record.session)
  const head = 64
  const [w, h] = sheetAround(width + 2 * MARGIN, height + head + 2 * MARGIN)
  const isLying = w >= h
  const body = placed.map(({ block, column, y }) => block.draw(MARGIN + column * (COLUMN + GAP), MARGIN + head + y))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" lang="${t.locale}" role="img" aria-labelledby="title"`,
    ` width="${isLying ? A3.long : A3.short}mm" height="${isLying ? A3.short : A3.long}mm" viewBox="0 0 ${w} ${h}">`,
    `<title id="title">${escaped(title)}</title>\n<defs>${style === '' ? '' : `<style>${style}</style>`}${patterns()}</defs>\n`,
    `<rect width="${w}" height="${h}" fill="${CANVAS}"/>\n`,
    pen.words(MARGIN, MARGIN + 26, [record.network.title], { size: 26, line: 30, head: true }),
    pen.words(MARGIN, MARGIN + 48, [[recordTitle(telling), when].filter((part) => part !== '').join(' · ')], {
      size: 15,
      line: 20,
      ink: INK_2,
    }),
    ...body,
    '</svg>\n',
  ].join('')
}

/** The columns over which the whole comes nearest to the shape of the sheet. */
function onSheet(boxes: readonly Drawn[]): { placed: Placed<Drawn>[]; width: number; height: number } {
  const widest = Math.max(1, ...boxes.map(({ span }) => span))
  const sum = boxes.reduce((all, { span }) => all + span, 0)
  let best: { placed: Placed<Drawn>[]; width: number; height: number; off: number } | undefined
  for (let columns = widest; columns <= Math.max(widest, Math.min(sum, 80)); columns++) {
    const { placed, height } = inColumns(boxes, columns)
    const right = Math.max(1, ...placed.map(({ block, column }) => column + block.span))
    const width = right * (COLUMN + GAP) - GAP
    const off = Math.max(width, height * (A3.long / A3.short))
    if (!best || off < best.off) best = { placed, width, height, off }
  }
  return best ?? { placed: [], width: 0, height: 0 }
}

/** In how many columns a zone that is alone on its sheet comes nearest to its shape. */
function columnsOfSheet(blocks: readonly Drawn[], widest: number): number {
  const off = (columns: number): number => {
    const { height, used } = inColumns(blocks, columns)
    return Math.max(used * (COLUMN + GAP), (height + 2 * COLUMN) * (A3.long / A3.short))
  }
  const most = Math.max(widest, Math.min(blocks.length, 24))
  const choices = Array.from({ length: most - widest + 1 }, (_, index) => widest + index)
  return choices.reduce((best, one) => (off(one) < off(best) ? one : best), widest)
}

/** A sheet of the shape of A3 around it, lying or standing, and not so small that three notes fill a wall. */
function sheetAround(width: number, height: number): [number, number] {
  const shape = A3.long / A3.short
  const [wide, high] = [Math.max(width, 1080), Math.max(height, 1080 / shape)]
  if (high > wide * 1.2) return round(Math.max(wide, high / shape), Math.max(high, wide * shape))
  return round(Math.max(wide, high * shape), Math.max(high, wide / shape))
}

const round = (width: number, height: number): [number, number] => [Math.ceil(width), Math.ceil(height)]

function boxesOf(telling: Telling, pen: Pen): Drawn[] {
  const { record, tops, zoneOf, themes, t } = telling
  const zones = record.zones.filter(({ kind }) => kind !== 'checkIn')
  const known = new Set(zones.map(({ id }) => id))
  const drawnThemes = new Set<string>()
  const boxes = zones.map((zone) => {
    const notes = tops.filter((note) => zoneOf(note)?.id === zone.id)
    const its = record.themes.filter(
      (theme) => notes.some((note) => note.theme === theme.id) || (theme.zone === zone.id && theme.status === 'theme'),
    )
    for (const { id } of its) drawnThemes.add(id)
    return zoneBox(telling, pen, zone, its, notes)
  })
  // Titles alone are all there is at level public; notes whose zone is gone are in the record too.
  const others = themes.filter(({ id, zone }) => !drawnThemes.has(id) && (zone === null || !known.has(zone)))
  const trays = others.map((theme) => tray(telling, pen, theme, [], themeColour(theme, 'munt'), 'munt'))
  const gone = tops.filter((note) => !known.has(zoneOf(note)?.id ?? ''))
  return [
    ...boxes,
    ...(trays.length === 0 ? [] : [box(pen, t('record.themes'), '', 'munt', trays)]),
    ...(gone.length === 0
      ? []
      : [
          box(
            pen,
            t('record.elsewhere'),
            '',
            'munt',
            gone.map((note) => card(telling, pen, note, 'munt')),
          ),
        ]),
  ]
}

const themeColour = (theme: RecordTheme, otherwise: Colour): Colour => theme.look?.colour ?? otherwise

function zoneBox(
  telling: Telling,
  pen: Pen,
  zone: RecordZone,
  themes: readonly RecordTheme[],
  notes: readonly RecordNote[],
): Drawn {
  const { zoneTitle, name } = telling
  const colour = zoneColour({ kind: zone.kind, ...(zone.presenter && { presenter: zone.presenter }) })
  const trays = themes.map((theme) => {
    const its = notes.filter((note) => note.theme === theme.id)
    return tray(telling, pen, theme, its, themeColour(theme, colour), colour)
  })
  const loose = notes.filter((note) => !themes.some(({ id }) => id === note.theme))
  return box(pen, zoneTitle(zone), name(zone.organisation) ?? '', colour, [
    ...trays,
    ...loose.map((note) => card(telling, pen, note, colour)),
  ])
}

/** A zone: its title, and what lies in it. */
function box(pen: Pen, title: string, beside: string, colour: Colour, blocks: readonly Drawn[]): Drawn {
  const sum = blocks.reduce((all, { span, height }) => all + span * (height + GAP), 0)
  const widest = Math.max(1, ...blocks.map(({ span }) => span))
  const columns = pen.isAlone ? columnsOfSheet(blocks, widest) : Math.max(widest, columnsFor(sum))
  const { placed, height: inner, used } = inColumns(blocks, columns)
  const span = Math.max(1, used)
  const width = span * (COLUMN + GAP) - GAP
  const lines = linesOfText(title, width - 2 * ZONE_PADDING - 24, 23 * HEAD_IS_WIDER)
  const aside = beside === '' ? [] : linesOfText(beside, width - 2 * ZONE_PADDING, 15)
  const head = ZONE_PADDING + lines.length * 27 + aside.length * 20 + 10
  // A column of the board is as wide as one in a zone: what lies in it is made a little smaller than its padding.
  const scale = (width - 2 * ZONE_PADDING) / width
  const height = head + inner * scale + (blocks.length > 0 ? ZONE_PADDING : 6)
  const draw = (x: number, y: number): string =>
    [
      `<g>\n<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" rx="22" fill="${ZONE}" stroke="${RULE}"/>\n`,
      shape(colour, x + ZONE_PADDING, y + ZONE_PADDING + 5, 13),
      pen.words(x + ZONE_PADDING + 22, y + ZONE_PADDING + 20, lines, { size: 23, line: 27, head: true }),
      pen.words(x + ZONE_PADDING, y + ZONE_PADDING + lines.length * 27 + 15, aside, { size: 15, line: 20, ink: INK_2 }),
      `<g transform="translate(${n(x + ZONE_PADDING)} ${n(y + head)}) scale(${n(scale, 4)})">\n`,
      ...placed.map((one) => one.block.draw(one.column * (COLUMN + GAP), one.y)),
      '</g>\n</g>\n',
    ].join('')
  return { span, height, draw }
}

/** A theme with its notes, over as many columns as they ask. `colour` is the theme's, the notes have their zone's. */
function tray(
  telling: Telling,
  pen: Pen,
  theme: RecordTheme,
  notes: readonly RecordNote[],
  colour: Colour,
  zoneColour: Colour,
): Drawn {
  const { t, themeTitle } = telling
  const title = themeTitle(theme)
  const sum = notes.reduce((all, note) => all + card(telling, pen, note, zoneColour).height + TRAY_GAP, 0)
  const span = Math.min(Math.max(1, notes.length), columnsFor(sum, 0.6))
  const width = span * (COLUMN + GAP) - GAP
  const wide = (width - 2 * TRAY_PADDING - (span - 1) * TRAY_GAP) / span
  const cards = notes.map((note) => card(telling, pen, note, zoneColour, wide))
  const { placed, height: inner } = inColumns(cards, span, TRAY_GAP)
  const lines = linesOfText(title, width - 2 * TRAY_PADDING - 22, 17 * HEAD_IS_WIDER)
  const sentence = pen.summaryOf(theme)
  const summary = sentence === '' ? [] : linesOfText(sentence, width - 2 * TRAY_PADDING, 14)
  const head = TRAY_PADDING + lines.length * 21 + summary.length * NOTE_LINE + 8
  const height = head + inner + (notes.length > 0 ? TRAY_PADDING : 0)
  const label = notes.length === 0 ? '' : ` aria-label="${escaped(t('note.count', { count: notes.length }))}"`
  const draw = (x: number, y: number): string =>
    [
      `<g${label}>\n<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" rx="16" fill="${SURFACE}"/>\n`,
      shape(colour, x + TRAY_PADDING + 1, y + TRAY_PADDING + 4, 11),
      pen.words(x + TRAY_PADDING + 20, y + TRAY_PADDING + 15, lines, { size: 17, line: 21, head: true }),
      pen.words(x + TRAY_PADDING, y + TRAY_PADDING + lines.length * 21 + 14, summary, {
        size: 14,
        line: NOTE_LINE,
        ink: INK_2,
      }),
      ...placed.map((one) => one.block.draw(x + TRAY_PADDING + one.column * (wide + TRAY_GAP), y + head + one.y)),
      '</g>\n',
    ].join('')
  return { span, height, draw }
}

/** A note with all of its words, and below them what the record says of it. */
function card(telling: Telling, pen: Pen, note: RecordNote, colour: Colour, width = COLUMN): Drawn {
  const { t, name, timesWritten } = telling
  const lines = linesOfText(note.text.trim().replace(/\r\n?/g, '\n'), width - 22, 14)
  const times = timesWritten(note)
  const kind = note.kind === 'idea' ? '' : t(`record.kind.${note.kind}`)
  const foot = [name(note.organisation) ?? '', kind, times > 1 ? `×${times}` : '']
    .filter((part) => part !== '')
    .join(' · ')
  const feet = foot === '' ? [] : linesOfText(foot, width - 22, 13)
  const height = Math.max(58, 15 + lines.length * NOTE_LINE + (feet.length > 0 ? feet.length * 18 + 5 : 0) + 9)
  const look = LOOKS[colour]
  const draw = (x: number, y: number): string => {
    const right = x + width
    const low = y + height
    return [
      `<g>\n<path d="M${n(x + 3)} ${n(y)}H${n(right - 8)}a8 8 0 0 1 8 8V${n(low - 10)}a10 10 0 0 1-10 10H${n(x + 3)}a3 3 0 0 1-3-3V${n(y + 3)}a3 3 0 0 1 3-3z" fill="${look.paper}"/>\n`,
      `<g transform="translate(${n(x)} ${n(y)})"><path d="M3 0H${n(width - 8)}a8 8 0 0 1 8 8H0V3a3 3 0 0 1 3-3z" fill="url(#${colour})"/></g>\n`,
      pen.words(x + 11, y + 15 + 14, lines, { size: 14, line: NOTE_LINE }),
      pen.words(x + 11, y + 15 + lines.length * NOTE_LINE + 18, feet, { size: 13, line: 18, ink: INK_2 }),
      '</g>\n',
    ].join('')
  }
  return { span: 1, height, draw }
}

interface Type {
  readonly size: number
  readonly line: number
  readonly ink?: string
  readonly head?: true
}

class Pen {
  readonly #runs: NonNullable<PictureOptions['runs']>
  /** A theme's sentence stands once: at the first of its trays. */
  readonly #told = new Set<string>()
  /** One zone is all there is on the sheet. */
  readonly isAlone: boolean

  constructor(runs: NonNullable<PictureOptions['runs']>, isAlone: boolean) {
    this.#runs = runs
    this.isAlone = isAlone
  }

  summaryOf({ id, summary }: RecordTheme): string {
    if (this.#told.has(id)) return ''
    this.#told.add(id)
    return summary.trim()
  }

  /** Lines of text under one another, the first on the line of `y`. */
  words(x: number, y: number, lines: readonly string[], { size, line, ink = INK, head }: Type): string {
    if (lines.length === 0) return ''
    const spans = lines.flatMap((one, index) =>
      this.#runs(one, size, head === true).map(({ text, x: from, family }) => {
        const other = family === undefined ? '' : ` font-family="${family}"`
        return `<tspan x="${n(x + from)}" y="${n(y + index * line)}"${other}>${escaped(text) || ' '}</tspan>`
      }),
    )
    const font = head ? `font-family="${HEAD_FONT}" font-weight="700"` : `font-family="${TEXT_FONT}"`
    return `<text font-size="${size}" ${font} fill="${ink}">${spans.join('')}</text>\n`
  }
}

const shape = (colour: Colour, x: number, y: number, size: number): string =>
  `<g transform="translate(${n(x)} ${n(y)}) scale(${size / 10})" fill="${LOOKS[colour].edge}">${LOOKS[colour].shape}</g>\n`

const patterns = (): string =>
  Object.entries(LOOKS)
    .map(
      ([
        colour,
        {
          edge,
          pattern: [width, shapes],
        },
      ]) =>
        `<pattern id="${colour}" width="${width}" height="8" patternUnits="userSpaceOnUse"><g fill="${edge}">${shapes}</g></pattern>`,
    )
    .join('')

const n = (value: number, digits = 1): string => String(Number(value.toFixed(digits)))
