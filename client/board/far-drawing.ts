import { overlap, shifted, type Rect } from '../../shared/model/rect.ts'
import { COLOURS, type Colour } from '../../shared/model/theme.ts'
import { zoneColour } from '../../shared/model/zone.ts'
import type { ZoneBox } from '../../shared/model/arrange.ts'
import type { Desk } from './desk.svelte.ts'
import { presenterName } from './names.ts'

// From afar nobody reads notes: zones and themes keep their names at a size that can be read, notes are sheets of paper.

interface Inks {
  readonly canvas: string
  readonly zone: string
  readonly line: string
  readonly surface: string
  readonly ink: string
  readonly ink2: string
  readonly honey: string
  readonly paper: Readonly<Record<Colour, string>>
  readonly edge: Readonly<Record<Colour, string>>
}

/** Reads the colours of the style sheet as they are now: light or dark. */
export function readInks(stage: HTMLElement): Inks {
  const probe = document.createElement('i')
  probe.hidden = true
  stage.append(probe)
  const colourOf = (name: string) => {
    probe.style.color = `var(${name})`
    return getComputedStyle(probe).color
  }
  const paper = {} as Record<Colour, string>
  const edge = {} as Record<Colour, string>
  for (const colour of COLOURS) {
    probe.dataset.colour = colour
    paper[colour] = colourOf('--paper')
    edge[colour] = colourOf('--edge')
  }
  const inks = {
    canvas: colourOf('--canvas'),
    zone: colourOf('--zone'),
    line: colourOf('--line'),
    surface: colourOf('--surface'),
    ink: colourOf('--ink'),
    ink2: colourOf('--ink-2'),
    honey: colourOf('--honey-edge'),
    paper,
    edge,
  }
  probe.remove()
  return inks
}

/** Draws all that is in view on the canvas of the stage. */
export function drawFar(canvas: HTMLCanvasElement, desk: Desk, inks: Inks): void {
  const context = canvas.getContext('2d', { alpha: false })
  if (!context) return
  const { camera, scene, board } = desk
  const k = Math.min(devicePixelRatio, 2)
  const width = Math.round(camera.width * k)
  const height = Math.round(camera.height * k)
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width
    canvas.height = height
  }
  const pen = new Pen(context, k, camera.z, camera)
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.fillStyle = inks.canvas
  context.fillRect(0, 0, width, height)
  const view = camera.rect
  for (const zone of scene.arrangement.zones) {
    if (!overlap(zone.box, view)) continue
    drawZone(pen, desk, zone, view, inks)
  }
  for (const band of scene.arrangement.bands) {
    const zone = desk.board.zones.find((one) => one.presenter === band.presenter)
    if (zone) pen.heading(presenterName(desk.session.state, zone), band.box, inks.ink)
  }
  if (desk.lifted) {
    for (const id of desk.lifted.notes) {
      const place = scene.placeOf(id)
      const zone = place && board.now.zones.get(desk.note(id)?.place.zone ?? ('' as never))
      if (place && zone) pen.box(shifted(place, desk.lifted.by), inks.paper[zoneColour(zone)], 8, inks.ink)
    }
  }
}

function drawZone(pen: Pen, desk: Desk, { zone, box, layout }: ZoneBox, view: Rect, inks: Inks): void {
  const colour = zoneColour(zone)
  pen.box(box, inks.zone, 22, desk.target?.kind === 'ground' && desk.target.zone === zone.id ? inks.honey : inks.line)
  const titles: (() => void)[] = []
  for (const tray of layout.trays) {
    const theme = desk.board.now.themes.get(tray.theme)
    const isTarget = desk.target?.kind === 'tray' && desk.target.zone === zone.id && desk.target.theme === tray.theme
    const place = shifted(tray.box, box)
    pen.box(place, inks.surface, 16, isTarget ? inks.honey : null)
    if (theme)
      titles.push(() =>
        pen.title(theme.title, place, {
          size: 11,
          ink: inks.ink,
          shape: inks.edge[theme.colour],
          ground: inks.surface,
        }),
      )
  }
  for (const [id, local] of layout.notes) {
    const place = shifted(local, box)
    if (!overlap(place, view)) continue
    const isTarget = desk.target?.kind === 'note' && desk.target.note === id
    pen.box(place, inks.paper[colour], 8, desk.selection.has(id) || isTarget ? inks.ink : null)
    pen.box({ ...place, height: 8 }, inks.edge[colour], 0, null)
    pen.lines(place, inks.ink2)
  }
  for (const draw of titles) draw()
  pen.label(zone.title, box, { size: 14, ink: inks.ink, shape: inks.edge[colour], ground: inks.zone })
}

/** Draws board units on a canvas of `k` device pixels a CSS pixel. */
class Pen {
  readonly #context: CanvasRenderingContext2D
  readonly #k: number
  readonly #z: number
  readonly #at: { x: number; y: number }

  constructor(context: CanvasRenderingContext2D, k: number, z: number, at: { x: number; y: number }) {
    this.#context = context
    this.#k = k
    this.#z = z * k
    this.#at = at
  }

  box(rect: Rect, fill: string, radius: number, edge: string | null): void {
    const context = this.#context
    const [x, y, width, height] = this.#place(rect)
    context.fillStyle = fill
    if (radius === 0 || width < 24) context.fillRect(x, y, width, height)
    else {
      context.beginPath()
      context.roundRect(x, y, width, height, radius * this.#z)
      context.fill()
    }
    if (edge === null) return
    context.strokeStyle = edge
    context.lineWidth = (radius > 8 ? 1 : 2) * this.#k
    context.beginPath()
    context.roundRect(x, y, width, height, radius * this.#z)
    context.stroke()
  }

  /** Lines as of writing, without words. */
  lines(rect: Rect, ink: string): void {
    const context = this.#context
    context.fillStyle = ink
    context.globalAlpha = 0.45
    const rows = Math.max(1, Math.min(9, Math.floor((rect.height - 26) / 19)))
    for (let row = 0; row < rows; row++) {
      const width = (rect.width - 24) * (row === rows - 1 ? 0.6 : 0.95)
      const [x, y, w] = this.#place({ x: rect.x + 12, y: rect.y + 20 + row * 19, width, height: 6 })
      context.fillRect(x, y, w, Math.max(1, 5 * this.#z))
    }
    context.globalAlpha = 1
  }

  /** The name over a band of zones, in the room above it. */
  heading(words: string, rect: Rect, ink: string): void {
    const context = this.#context
    const [x, y] = this.#place({ ...rect, y: rect.y - 20 })
    const size = Math.max(12 * this.#k, Math.min(24 * this.#z, 15 * this.#k))
    context.font = `680 ${size}px 'Bricolage Grotesque Variable', sans-serif`
    context.textBaseline = 'middle'
    context.fillStyle = ink
    context.fillText(words, x + 4 * this.#k, y + 36 * this.#z)
  }

  /** A zone's name at a size in CSS pixels, on a strip of its ground: at any zoom it can be read. */
  label(words: string, rect: Rect, look: { size: number; ink: string; shape: string; ground: string }): void {
    const context = this.#context
    const [x, y, width] = this.#place(rect)
    const size = look.size * this.#k
    const room = width - size * 2.4
    if (room < size * 2) return
    context.font = `680 ${size}px 'Bricolage Grotesque Variable', sans-serif`
    context.textBaseline = 'middle'
    const shown = cut(context, words, room)
    const high = Math.max(56 * this.#z, size * 1.7)
    const middle = y + high / 2
    if (56 * this.#z < size * 1.7) {
      context.fillStyle = look.ground
      context.beginPath()
      context.roundRect(x + this.#k, y + this.#k, width - 2 * this.#k, high, 6 * this.#k)
      context.fill()
    }
    context.fillStyle = look.shape
    context.beginPath()
    context.arc(x + size * 0.9, middle, size * 0.32, 0, 7)
    context.fill()
    context.fillStyle = look.ink
    context.fillText(shown, x + size * 1.6, middle)
  }

  /** A theme's name over its tray, in as many lines as its first notes leave room for. */
  title(words: string, rect: Rect, look: { size: number; ink: string; shape: string; ground: string }): void {
    const context = this.#context
    const [x, y, width, height] = this.#place(rect)
    const size = look.size * this.#k
    if (width < size * 5) return
    context.font = `680 ${size}px 'Bricolage Grotesque Variable', sans-serif`
    context.textBaseline = 'middle'
    const lines = wrap(context, words, width - size)
    const high = Math.min(lines.length, Math.max(1, Math.floor(height / (size * 1.25)))) * size * 1.25
    context.globalAlpha = 0.86
    context.fillStyle = look.shape
    context.fillRect(x, y, 3 * this.#k, height)
    context.globalAlpha = 1
    lines.slice(0, Math.round(high / (size * 1.25))).forEach((line, i) => {
      const middle = y + size * (0.9 + i * 1.25)
      context.strokeStyle = look.ground
      context.lineWidth = 3 * this.#k
      context.lineJoin = 'round'
      context.strokeText(line, x + size * 0.7, middle)
      context.fillStyle = look.ink
      context.fillText(line, x + size * 0.7, middle)
    })
  }

  #place(rect: Rect): [number, number, number, number] {
    const z = this.#z
    return [(rect.x - this.#at.x) * z, (rect.y - this.#at.y) * z, rect.width * z, rect.height * z]
  }
}

const widths = new Map<string, string>()

/** Measuring is slow and a frame short, so what was cut once is kept. */
function cut(context: CanvasRenderingContext2D, words: string, room: number): string {
  const key = `${context.font} ${Math.round(room / 8)} ${words}`
  let shown = widths.get(key)
  if (shown !== undefined) return shown
  const letters = [...words]
  let most = letters.length
  while (most > 1 && context.measureText(letters.slice(0, most).join('')).width > room) most--
  shown = most === letters.length ? words : `${letters.slice(0, most - 1).join('')}…`
  if (widths.size > 2_000) widths.clear()
  widths.set(key, shown)
  return shown
}

const wrapped = new Map<string, readonly string[]>()

function wrap(context: CanvasRenderingContext2D, words: string, room: number): readonly string[] {
  const key = `${context.font} ${Math.round(room / 8)} ${words}`
  const known = wrapped.get(key)
  if (known) return known
  const lines: string[] = []
  for (const word of words.split(' ')) {
    const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word
    if (lines.length > 0 && context.measureText(longer).width <= room) lines[lines.length - 1] = longer
    else lines.push(cut(context, word, room))
  }
  if (wrapped.size > 2_000) wrapped.clear()
  wrapped.set(key, lines)
  return lines
}
