/** About so many signs fit on a line of the whole width. */
const SIGNS_ON_A_LINE = 88
/** A date in words, an organisation, a state: it stands on one line. */
const SHORT = 26

/**
 * The widths of a table's columns, together `width`, in its unit: what is short has the room it asks, the others share
 * the rest by what stands in them.
 */
export function columnWidths(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  width: number,
): number[] {
  const longest = columns.map((title, index) =>
    Math.max(8, ...[title, ...rows.map((row) => row[index] ?? '')].map((text) => text.length)),
  )
  const short = longest.map((signs) => (signs > SHORT ? 0 : ((signs + 4) / SIGNS_ON_A_LINE) * width))
  const rest = width - short.reduce((sum, one) => sum + one, 0)
  const long = longest.map((signs) => (signs > SHORT ? Math.min(signs, 80) : 0))
  const asked = long.reduce((sum, one) => sum + one, 0)
  if (asked > 0 && rest > width / 3) return short.map((one, index) => one + ((long[index] ?? 0) / asked) * rest)
  const all = longest.map((signs) => Math.min(signs, 40))
  const sum = all.reduce((one, other) => one + other, 0)
  return all.map((one) => (one / sum) * width)
}
