/** About so many signs fit on a line of the whole width. */
const SIGNS_ON_A_LINE = 88
/** Between two columns, in signs. */
const GAP = 3
/** A longer word is broken rather than given its room. */
const LONGEST_WORD = 24
/** What is longer than this runs over lines all the same. */
const LONGEST_TEXT = 80

/**
 * The widths of a table's columns, together `width`, in its unit: what is short has the room it asks, no word is broken
 * that need not be (one of a title first), and what is long shares the rest by what stands in it.
 */
export function columnWidths(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  width: number,
): number[] {
  const bodies = columns.map((_, index) => rows.map((row) => row[index] ?? ''))
  const words = bodies.map((texts) => Math.max(2, ...texts.map(longestWord)) + GAP)
  const titled = columns.map((title, i) => Math.max(words[i] ?? 0, longestWord(title) + GAP))
  const whole = bodies.map((texts, i) =>
    Math.max(titled[i] ?? 0, ...[columns[i] ?? '', ...texts].map(({ length }) => Math.min(length, LONGEST_TEXT) + GAP)),
  )
  const asked = between(titled, whole) ?? between(words, titled) ?? words
  return asked.map((signs) => (signs / sum(asked)) * width)
}

/** At least the one and at most the other, as far as the room goes; null where it does not hold the one. */
function between(least: readonly number[], most: readonly number[]): readonly number[] | null {
  const room = SIGNS_ON_A_LINE - sum(least)
  const wanted = sum(most) - sum(least)
  if (room < 0) return null
  if (wanted <= room) return most
  return least.map((signs, i) => signs + (((most[i] ?? signs) - signs) / wanted) * room)
}

const sum = (all: readonly number[]): number => all.reduce((one, other) => one + other, 0)

/** A line may break after a slash or a hyphen too. */
const longestWord = (text: string): number =>
  Math.min(LONGEST_WORD, Math.max(0, ...text.split(/\s+|(?<=[/-])/).map(({ length }) => length)))
