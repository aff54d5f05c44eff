import { overlap, shifted, type Rect } from '../../shared/model/rect.ts'
import { COLOURS, type Colour } from '../../shared/model/theme.ts'
import { zoneColour } from '../../shared/model/zone.ts'
import type { ZoneBox } from '../../shared/model/arrange.ts'
import type { Desk } from './desk.svelte.ts'

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
  for (const tray of layout.trays) {
    const theme = desk.board.now.themes.get(tray.theme)
    const isTarget = desk.target?.kind === 'tray' && desk.target.zone === zone.id && desk.target.theme === tray.theme
    const place = shifted(tray.box, box)
    pen.box(place, inks.surface, 16, isTarget ? inks.honey : null)
    if (theme)
      pen.text(
        theme.title,
        { ...place, height: tray.headHeight },
        { size: 11, ink: inks.ink, shape: inks.edge[theme.colour] },
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
  pen.text(zone.title, { ...box, height: 56 }, { size: 14, ink: inks.ink, shape: inks.edge[colour] })
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

  /** A name at a size in CSS pixels, with its shape's colour before it, cut where the room ends. */
  text(words: string, rect: Rect, look: { size: number; ink: string; shape: string }): void {
    const context = this.#context
    const [x, y, width, height] = this.#place(rect)
    const size = look.size * this.#k
    const room = width - size * 2
    if (room < size * 2 || height < size * 0.7) return
    context.font = `680 ${size}px 'Bricolage Grotesque Variable', sans-serif`
    context.textBaseline = 'middle'
    const middle = y + Math.max(height / 2, size * 0.9)
    context.fillStyle = look.shape
    context.beginPath()
    context.arc(x + size * 0.9, middle, size * 0.3, 0, 7)
    context.fill()
    context.fillStyle = look.ink
    context.fillText(cut(context, words, room), x + size * 1.5, middle)
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
