import { overlap, shifted, type Rect } from '../../shared/model/rect.ts'
import { COLOURS, type Colour } from '../../shared/model/theme.ts'
import { zoneColour } from '../../shared/model/zone.ts'
import type { ZoneBox } from '../../shared/model/arrange.ts'
import type { Desk } from './desk.svelte.ts'
import { FarPen } from './far-pen.ts'
import { presenterName } from '../ui/zone-name.ts'

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
  const pen = new FarPen(context, k, camera.z, camera)
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

function drawZone(pen: FarPen, desk: Desk, { zone, box, layout }: ZoneBox, view: Rect, inks: Inks): void {
  const colour = zoneColour(zone)
  pen.box(box, inks.zone, 22, desk.target?.kind === 'ground' && desk.target.zone === zone.id ? inks.honey : inks.line)
  const titles: ((below: number) => void)[] = []
  for (const tray of layout.trays) {
    const theme = desk.board.now.themes.get(tray.theme)
    const isTarget = desk.target?.kind === 'tray' && desk.target.zone === zone.id && desk.target.theme === tray.theme
    const place = shifted(tray.box, box)
    pen.box(place, inks.surface, 16, isTarget ? inks.honey : null)
    if (theme) {
      const look = { size: 11, ink: inks.ink, shape: inks.edge[theme.colour], ground: inks.surface }
      titles.push((below) => pen.title(theme.title, place, look, below))
    }
  }
  for (const [id, local] of layout.notes) {
    const place = shifted(local, box)
    if (!overlap(place, view)) continue
    const isTarget = desk.target?.kind === 'note' && desk.target.note === id
    pen.box(place, inks.paper[colour], 8, desk.selection.has(id) || isTarget ? inks.ink : null)
    pen.box({ ...place, height: 8 }, inks.edge[colour], 0, null)
    pen.lines(place, inks.ink2)
  }
  const below = pen.label(zone.title, box, { size: 14, ink: inks.ink, shape: inks.edge[colour], ground: inks.zone })
  for (const draw of titles) draw(below)
}
