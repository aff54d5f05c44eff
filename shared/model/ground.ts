import { NOTE_WIDTH, type Size } from './note-size.ts'
import { bottom, right, type Point, type Rect } from './rect.ts'

/** Between notes that found a place by themselves. A wish that is free is granted as it is, also nearer. */
export const NOTE_GAP = 14
/** From one column of loose notes to the next. */
export const NOTE_PITCH = NOTE_WIDTH + NOTE_GAP

const CELL = 256
/** A cell's number is its column times this, plus its row. */
const ROW = 65_536

/** The ground of one zone's loose notes, from (0, 0) to the right and down: what is taken, and the nearest that is not. */
export class Ground {
  readonly #cells = new Map<number, Rect[]>()
  readonly #searched = new Map<string, Map<number, { down: number; up: number }>>()

  take(rect: Rect): void {
    const { x0, y0, x1, y1 } = cellsOf(rect.x, rect.y, rect, 0)
    for (let x = x0; x <= x1; x++) {
      for (let y = y0; y <= y1; y++) {
        const taken = this.#cells.get(x * ROW + y)
        if (taken) taken.push(rect)
        else this.#cells.set(x * ROW + y, [rect])
      }
    }
  }

  /** One of those in the way of `size` at a place, or undefined when it is free. */
  #blocker(left: number, top: number, size: Size, gap: number): Rect | undefined {
    const { x0, y0, x1, y1 } = cellsOf(left, top, size, gap)
    const most = left + size.width + gap
    const lowest = top + size.height + gap
    for (let x = x0; x <= x1; x++) {
      for (let y = y0; y <= y1; y++) {
        const taken = this.#cells.get(x * ROW + y)
        if (!taken) continue
        for (const rect of taken) {
          if (rect.x < most && rect.y < lowest && left < right(rect) + gap && top < bottom(rect) + gap) return rect
        }
      }
    }
    return undefined
  }

  /** The wish itself when it is free, else the nearest free slot: in columns left and right of it, up and down. */
  nearest(wish: Rect): Rect {
    if (!this.#blocker(wish.x, wish.y, wish, 0)) return wish
    let best = wish
    let distance = Infinity
    for (let step = 0; step * NOTE_PITCH < distance; step++) {
      for (const column of step === 0 ? [0] : [step, -step]) {
        if (wish.x + column * NOTE_PITCH < 0) continue
        for (const y of this.#freeIn(wish, column)) {
          const away = Math.hypot(column * NOTE_PITCH, y - wish.y)
          if (away >= distance) continue
          distance = away
          best = { ...wish, x: wish.x + column * NOTE_PITCH, y }
        }
      }
    }
    return best
  }

  /** The highest free slot of this column, from the top. */
  top(slot: Rect): Rect {
    return { ...slot, y: this.#down(slot, 0) }
  }

  /**
   * The nearest free heights below and above the wish, in one column. Ground is only ever taken, so a pile of notes on
   * one wish goes on where the last of them ended, instead of searching the whole pile again for each.
   */
  #freeIn(wish: Rect, column: number): number[] {
    const key = `${wish.x} ${wish.y}`
    let columns = this.#searched.get(key)
    if (!columns) this.#searched.set(key, (columns = new Map()))
    const from = columns.get(column) ?? { down: wish.y, up: wish.y + wish.height }
    const slot = { ...wish, x: wish.x + column * NOTE_PITCH }
    const down = this.#down(slot, from.down)
    const up = this.#up(slot, from.up - wish.height)
    columns.set(column, { down, up: up + wish.height })
    return up < 0 ? [down] : [down, up]
  }

  #down(slot: Rect, from: number): number {
    let y = from
    for (;;) {
      const blocker = this.#blocker(slot.x, y, slot, NOTE_GAP)
      if (!blocker) return y
      y = bottom(blocker) + NOTE_GAP
    }
  }

  #up(slot: Rect, from: number): number {
    let y = from
    while (y >= 0) {
      const blocker = this.#blocker(slot.x, y, slot, NOTE_GAP)
      if (!blocker) return y
      y = blocker.y - NOTE_GAP - slot.height
    }
    return y
  }
}

const cellsOf = (x: number, y: number, size: Size, gap: number) => ({
  x0: Math.floor((x - gap) / CELL),
  y0: Math.floor((y - gap) / CELL),
  x1: Math.floor((x + size.width + gap) / CELL),
  y1: Math.floor((y + size.height + gap) / CELL),
})

/** The point where a wish may lie: a wish far away would stretch the zone to nothing readable. */
export const within = (wish: Point): Point => ({
  x: Math.min(Math.max(0, wish.x), 40 * NOTE_PITCH),
  y: Math.min(Math.max(0, wish.y), 12_000),
})
