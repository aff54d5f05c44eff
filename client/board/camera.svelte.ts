import { bottom, right, type Point, type Rect } from '../../shared/model/rect.ts'

/** What part of the board is seen: `x`, `y` in board units at the top left of the stage, `z` screen pixels a board unit. */
export interface View extends Point {
  readonly z: number
}

export const NEAREST = 2.5
export const FARTHEST = 0.08
/** Below this, letters are too small to read: notes are drawn as shapes. */
export const FAR = 0.35
/** The toolbar covers so many pixels at the bottom of the stage. */
const TOOLS = 64

/**
 * The camera over the board. It moves outside runes, many times between two frames; `draw` is called once a frame. What
 * hangs above the board (selection bar, cursors, the zoom in per cent) reads `seen`, set in the same frame.
 */
export class Camera {
  x = 0
  y = 0
  z = 1
  /** Size of the stage in CSS pixels. */
  width = 0
  height = 0
  seen = $state.raw<View>({ x: 0, y: 0, z: 1 })
  readonly #draw: (camera: Camera) => void
  #frame: number | null = null

  constructor(draw: (camera: Camera) => void) {
    this.#draw = draw
  }

  get far(): boolean {
    return this.z < FAR
  }

  /** The part of the board on the stage, in board units. */
  get rect(): Rect {
    return { x: this.x, y: this.y, width: this.width / this.z, height: this.height / this.z }
  }

  resize(width: number, height: number): void {
    this.width = width
    this.height = height
    this.touch()
  }

  /** Draws in the next frame, however often it is called before. */
  touch(): void {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null
      this.seen = { x: this.x, y: this.y, z: this.z }
      this.#draw(this)
    })
  }

  stop(): void {
    if (this.#frame !== null) cancelAnimationFrame(this.#frame)
    this.#frame = null
  }

  toBoard(onStage: Point): Point {
    return { x: this.x + onStage.x / this.z, y: this.y + onStage.y / this.z }
  }

  toStage(onBoard: Point): Point {
    return { x: (onBoard.x - this.x) * this.z, y: (onBoard.y - this.y) * this.z }
  }

  /** Moves what is seen by screen pixels. */
  pan(dx: number, dy: number): void {
    this.set({ x: this.x + dx / this.z, y: this.y + dy / this.z, z: this.z })
  }

  /** Zooms so that what lies under a point of the stage stays there. */
  zoomTo(z: number, at: Point = { x: this.width / 2, y: this.height / 2 }): void {
    const next = Math.min(NEAREST, Math.max(FARTHEST, z))
    const fixed = this.toBoard(at)
    this.set({ x: fixed.x - at.x / next, y: fixed.y - at.y / next, z: next })
  }

  zoomBy(factor: number, at?: Point): void {
    this.zoomTo(this.z * factor, at)
  }

  set(view: View): void {
    this.x = view.x
    this.y = view.y
    this.z = view.z
    this.touch()
  }

  /** Shows all of a rectangle, as large as fits above the tools and at most at `most`. */
  fit(rect: Rect, most = 1, margin = 28): void {
    const height = this.height - TOOLS
    const z = Math.min(most, (this.width - 2 * margin) / rect.width, (height - 2 * margin) / rect.height)
    const near = Math.max(FARTHEST, Number.isFinite(z) ? z : 1)
    this.set({
      x: rect.x + rect.width / 2 - this.width / near / 2,
      y: rect.y + rect.height / 2 - height / near / 2,
      z: near,
    })
  }

  /** Shows the top left of a rectangle at a zoom, as one begins to read. */
  readFrom(rect: Rect, z = 1): void {
    const margin = 20 / z
    const spare = this.width / z - rect.width
    this.set({ x: spare > 2 * margin ? rect.x - spare / 2 : rect.x - margin, y: rect.y - margin, z })
  }

  /** Moves no more than is needed to bring a rectangle on the stage. */
  reveal(rect: Rect, margin = 60): void {
    const room = margin / this.z
    const seen = this.rect
    let { x, y } = this
    if (rect.x - room < seen.x) x = rect.x - room
    else if (right(rect) + room > right(seen)) x = right(rect) + room - seen.width
    if (rect.y - room < seen.y) y = rect.y - room
    else if (bottom(rect) + room > bottom(seen)) y = bottom(rect) + room - seen.height
    if (x !== this.x || y !== this.y) this.set({ x, y, z: this.z })
  }
}
