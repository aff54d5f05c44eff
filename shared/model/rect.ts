/** A point of the board, in board units: CSS pixels at 100 %. */
export interface Point {
  readonly x: number
  readonly y: number
}

export interface Rect extends Point {
  readonly width: number
  readonly height: number
}

export const right = (rect: Rect): number => rect.x + rect.width
export const bottom = (rect: Rect): number => rect.y + rect.height

/** True when the two share ground, or lie nearer to each other than `gap`. Touching edges share none. */
export const overlap = (a: Rect, b: Rect, gap = 0): boolean =>
  a.x < right(b) + gap && b.x < right(a) + gap && a.y < bottom(b) + gap && b.y < bottom(a) + gap

export const contains = (rect: Rect, point: Point): boolean =>
  point.x >= rect.x && point.x < right(rect) && point.y >= rect.y && point.y < bottom(rect)

/** The smallest rectangle round all of them, or null when there are none. */
export function around(rects: Iterable<Rect>): Rect | null {
  let x0 = Infinity
  let y0 = Infinity
  let x1 = -Infinity
  let y1 = -Infinity
  for (const rect of rects) {
    x0 = Math.min(x0, rect.x)
    y0 = Math.min(y0, rect.y)
    x1 = Math.max(x1, right(rect))
    y1 = Math.max(y1, bottom(rect))
  }
  return x0 === Infinity ? null : { x: x0, y: y0, width: x1 - x0, height: y1 - y0 }
}

export const shifted = (rect: Rect, by: Point): Rect => ({ ...rect, x: rect.x + by.x, y: rect.y + by.y })
