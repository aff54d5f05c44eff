import type { Point, Rect } from '../../shared/model/rect.ts'

/** Words drawn from afar: their size in CSS pixels, and the colours of ink, of the shape beside them, of what is behind. */
interface Look {
  readonly size: number
  readonly ink: string
  readonly shape: string
  readonly ground: string
}

const HEAD_FONT = "'Bricolage Grotesque Variable', sans-serif"

/** Draws board units on a canvas of `k` device pixels a CSS pixel. */
export class FarPen {
  readonly #context: CanvasRenderingContext2D
  readonly #k: number
  readonly #z: number
  readonly #at: Point

  constructor(context: CanvasRenderingContext2D, k: number, z: number, at: Point) {
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
    context.font = `680 ${size}px ${HEAD_FONT}`
    context.textBaseline = 'middle'
    context.fillStyle = ink
    context.fillText(words, x + 4 * this.#k, y + 36 * this.#z)
  }

  /** A zone's name at a size in CSS pixels, on a strip of its ground: at any zoom it can be read. Answers where the strip ends. */
  label(words: string, rect: Rect, look: Look): number {
    const context = this.#context
    const [x, y, width] = this.#place(rect)
    const size = look.size * this.#k
    const room = width - size * 2.4
    if (room < size * 2) return y
    context.font = `680 ${size}px ${HEAD_FONT}`
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
    return y + high
  }

  /** A theme's name over its tray, in as many lines as its height leaves room for, under its zone's name. */
  title(words: string, rect: Rect, look: Look, below: number): void {
    const context = this.#context
    const [x, y, width, height] = this.#place(rect)
    const top = Math.max(y, below)
    const size = look.size * this.#k
    if (width < size * 5) return
    context.font = `680 ${size}px ${HEAD_FONT}`
    context.textBaseline = 'middle'
    const lines = wrap(context, words, width - size)
    const high = Math.min(lines.length, Math.max(1, Math.floor(height / (size * 1.25)))) * size * 1.25
    context.globalAlpha = 0.86
    context.fillStyle = look.shape
    context.fillRect(x, y, 3 * this.#k, height)
    context.globalAlpha = 1
    lines.slice(0, Math.round(high / (size * 1.25))).forEach((line, i) => {
      const middle = top + size * (0.9 + i * 1.25)
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
