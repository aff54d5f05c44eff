/** As wide as what stands in them asks, none under a sixth; together `width`, in its unit. */
export function columnWidths(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  width: number,
): number[] {
  const asked = columns.map((title, index) => {
    const longest = Math.max(...[title, ...rows.map((row) => row[index] ?? '')].map((text) => text.length))
    return Math.min(60, Math.max(longest, 10))
  })
  const sum = asked.reduce((all, one) => all + one, 0)
  const least = width / 6
  const wanted = asked.map((one) => Math.max(least, (one / sum) * width))
  const over = wanted.reduce((all, one) => all + one, 0) - width
  const spare = wanted.reduce((all, one) => all + one - least, 0)
  return wanted.map((one) => (spare <= 0 ? width / columns.length : one - ((one - least) / spare) * over))
}
