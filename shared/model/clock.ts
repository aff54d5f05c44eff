// How far the server's clock is ahead of a device's, when the device may be an hour wrong and messages take their time.
// Each message that tells the server's time leaves the true answer between two bounds; several narrow them.

/** In ms; the truth lies between. `most` is Infinity until an answer came to a question. */
export interface Ahead {
  readonly least: number
  readonly most: number
}

/** A time the server told, with the device's clock around it. */
export interface Told {
  /** The server's clock when it spoke, in ms since 1970. */
  readonly now: number
  /** The device's clock when it was asked; null when the server spoke by itself. */
  readonly askedAt: number | null
  readonly heardAt: number
}

/**
 * What is known after one more telling. A telling that contradicts what was known means that the device's clock was set
 * anew: then it alone counts.
 */
export function narrowed(known: Ahead | null, { now, askedAt, heardAt }: Told): Ahead {
  const told: Ahead = { least: now - heardAt, most: askedAt === null ? Infinity : now - askedAt }
  if (!known) return told
  const both = { least: Math.max(known.least, told.least), most: Math.min(known.most, told.most) }
  return both.least <= both.most ? both : told
}

/** The best guess: off by at most half the distance between the bounds. */
export const aheadBy = ({ least, most }: Ahead): number => (most === Infinity ? least : (least + most) / 2)

/**
 * A telling that is this much later than what is known came late, or the device's clock was set forward: only an answer to
 * a question can tell which. In ms.
 */
const LATE_MS = 2_000

export const isDoubtful = (known: Ahead | null, { now, heardAt }: Told): boolean =>
  known !== null && now - heardAt < known.least - LATE_MS
