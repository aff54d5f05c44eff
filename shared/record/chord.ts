// The geometry of "who took what from whom": organisations as arcs of a circle, and a ribbon for each idea and taker,
// with its arrow at the taker. Pure: the page draws it, and so does the record.

export interface Idea {
  readonly id: string
  /** Nobody when it came from the group as a whole: its ribbon begins in the middle. */
  readonly from: readonly string[]
  readonly to: readonly string[]
}

/** Degrees, clockwise from the top. */
export interface Arc {
  readonly organisation: string
  readonly from: number
  readonly to: number
  readonly path: string
  /** Where its circle with a letter is. */
  readonly tag: { readonly x: number; readonly y: number; readonly r: number }
}

/** One idea and one taker. From each giver comes a strand, to the same arrow. */
export interface Ribbon {
  readonly idea: string
  readonly to: string
  readonly strands: readonly { readonly from: string | null; readonly path: string }[]
}

export interface Chord {
  readonly arcs: readonly Arc[]
  readonly ribbons: readonly Ribbon[]
}

/** The picture is a square of this size. */
export const CHORD_BOX = 660
const MIDDLE = CHORD_BOX / 2
const RIBBON = 224
const ARC = { inner: 228, outer: 244 }
const TAG = { at: 280, r: 22 }
/** Of an arrow: how far its tip comes before its shoulders, at most. */
const HEAD = 20
/** In degrees, however few there are: a ribbon that is wider hides what lies behind it. */
const WIDEST = { out: 7.8, head: 6.2, shaft: 2.85 }

/** A place on an arc where a ribbon begins or ends. */
interface End {
  readonly taking: number
  /** The giver's place among the strands; null where it is taken. */
  readonly strand: number | null
  /** Where the other end is, as a place in the row of organisations; half of the circle away for the middle. */
  readonly other: number
}

interface Taking {
  readonly idea: string
  readonly to: number
  readonly from: readonly number[]
}

/** @param organisations in their order round the circle. What is of others is not drawn. */
export function chordOf(organisations: readonly string[], ideas: readonly Idea[]): Chord {
  const takings = takingsOf(organisations, ideas)
  const ends = endsOf(organisations.length, takings)
  const spans = spansOf(ends.map((those) => those.length))
  const at = new Map<string, { middle: number; slot: number }>()
  for (const [i, those] of ends.entries()) {
    const { from, to } = spans.arcs[i] ?? { from: 0, to: 0 }
    const slot = (to - from) / Math.max(1, those.length)
    for (const [n, end] of those.entries())
      at.set(keyOf(end.taking, end.strand), { middle: from + (n + 0.5) * slot, slot })
  }
  return {
    arcs: organisations.map((organisation, i) => {
      const { from, to } = spans.arcs[i] ?? { from: 0, to: 0 }
      return { organisation, from, to, path: arcPath(from, to), tag: { ...xy((from + to) / 2, TAG.at), r: spans.tag } }
    }),
    ribbons: takings.map(({ idea, to, from }, taking) => {
      const arrow = at.get(keyOf(taking, null)) ?? { middle: 0, slot: 0 }
      const strand = (i: number | null, n: number) => ({
        from: i === null ? null : (organisations[i] ?? null),
        path: strandPath(i === null ? null : (at.get(keyOf(taking, n)) ?? arrow), arrow),
      })
      return { idea, to: organisations[to] ?? '', strands: from.length === 0 ? [strand(null, 0)] : from.map(strand) }
    }),
  }
}

/** Who gives and takes the same idea takes it from the others; only who is the one giver takes it from itself. */
function takingsOf(organisations: readonly string[], ideas: readonly Idea[]): Taking[] {
  const places = new Map(organisations.map((id, i) => [id, i]))
  const placesOf = (ids: readonly string[]) => [...new Set(ids.flatMap((id) => places.get(id) ?? []))]
  return ideas.flatMap((idea) => {
    const from = placesOf(idea.from)
    return placesOf(idea.to).map((to) => {
      const others = from.filter((one) => one !== to)
      return { idea: idea.id, to, from: others.length > 0 ? others : from }
    })
  })
}

/** The ends on each arc, in the order in which the ribbons cross the least: the nearest neighbour clockwise comes last. */
function endsOf(count: number, takings: readonly Taking[]): End[][] {
  const ends = Array.from({ length: count }, (): End[] => [])
  for (const [taking, { from, to }] of takings.entries()) {
    ends[to]?.push({ taking, strand: null, other: from[0] ?? to + count / 2 })
    for (const [strand, giver] of from.entries()) ends[giver]?.push({ taking, strand, other: to })
  }
  for (const [i, those] of ends.entries()) {
    const away = ({ other }: End) => (other - i + count) % count
    // Two ribbons between the same two lie side by side: their order on one arc is the other way round on the other.
    const turn = ({ other, taking }: End) => (i < other ? taking : -taking)
    those.sort((a, b) => away(b) - away(a) || turn(a) - turn(b))
  }
  return ends
}

/** How the circle is divided. Everyone has some of it, so that a letter fits beside it; the rest is by what came and went. */
function spansOf(counts: readonly number[]): { arcs: { from: number; to: number }[]; tag: number } {
  const all = counts.reduce((sum, count) => sum + count, 0)
  const share = 100 / Math.max(1, counts.length)
  const gap = Math.min(5, share * 0.45)
  const least = Math.min(6, share * 0.55)
  const left = 360 - counts.length * (gap + least)
  const wide = counts.map((count) => least + left * (all === 0 ? 1 / counts.length : count / all))
  let next = -(wide[0] ?? 0) / 2
  const arcs = wide.map((width) => {
    const from = next
    next += width + gap
    return { from, to: from + width }
  })
  const apart = counts.length < 2 ? TAG.r : TAG.at * Math.sin(((gap + least) * Math.PI) / 360) - 1
  return { arcs, tag: Math.min(TAG.r, apart) }
}

const keyOf = (taking: number, strand: number | null): string => `${taking} ${strand ?? 'to'}`

function xy(degrees: number, radius: number): { x: number; y: number } {
  const angle = (degrees * Math.PI) / 180
  const rounded = (value: number) => Math.round(value * 10) / 10
  return { x: rounded(MIDDLE + radius * Math.sin(angle)), y: rounded(MIDDLE - radius * Math.cos(angle)) }
}

function point(degrees: number, radius: number): string {
  const { x, y } = xy(degrees, radius)
  return `${x} ${y}`
}

function arcPath(from: number, to: number): string {
  const large = to - from > 180 ? 1 : 0
  const { inner, outer } = ARC
  return (
    `M${point(from, inner)}A${inner} ${inner} 0 ${large} 1 ${point(to, inner)}` +
    `L${point(to, outer)}A${outer} ${outer} 0 ${large} 0 ${point(from, outer)}z`
  )
}

/** From an arc through the middle to the tip of an arrow. */
function strandPath(
  start: { middle: number; slot: number } | null,
  { middle: end, slot }: { middle: number; slot: number },
): string {
  const head = Math.min(WIDEST.head, slot * 0.36)
  const shaft = Math.min(WIDEST.shaft, slot * 0.16)
  const shoulders = RIBBON - Math.max(6, Math.min(HEAD, (head * Math.PI * RIBBON) / 180))
  const arrow =
    `${point(end - shaft, shoulders)}L${point(end - head, shoulders)}L${point(end, RIBBON)}` +
    `L${point(end + head, shoulders)}L${point(end + shaft, shoulders)}`
  const middle = `${MIDDLE} ${MIDDLE}`
  if (!start) return `M${middle}L${arrow}z`
  const half = Math.min(WIDEST.out, start.slot * 0.44)
  const [a, b] = [point(start.middle - half, RIBBON), point(start.middle + half, RIBBON)]
  return `M${a}A${RIBBON} ${RIBBON} 0 0 1 ${b}Q${middle} ${arrow}Q${middle} ${a}z`
}
