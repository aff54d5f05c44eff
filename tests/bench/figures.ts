// What figures are made of, and how they are written down.

/** The value below which a share of all values lies: 0.5 is the median. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (sorted.length - 1) * share
  const low = sorted[Math.floor(at)] ?? NaN
  const high = sorted[Math.ceil(at)] ?? NaN
  return low + (high - low) * (at - Math.floor(at))
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)

export interface Table {
  /** Names the table's place in docs/performance.md. */
  readonly name: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** A table in Markdown, its first column to the left and the figures to the right. */
export function markdown({ head, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), `|---|${'---:|'.repeat(head.length - 1)}`, ...rows.map(line)].join('\n')
}

/** The text with a table between its two markers, in place of what stood there. */
export function withTable(text: string, table: Table): string {
  const [from, to] = [`<!-- ${table.name} -->`, `<!-- /${table.name} -->`]
  const start = text.indexOf(from)
  const end = text.indexOf(to)
  if (start < 0 || end < start) throw new Error(`there is no place for ${table.name}`)
  return `${text.slice(0, start + from.length)}\n\n${markdown(table)}\n\n${text.slice(end)}`
}

export const ms = (value: number, digits = value < 100 ? 1 : 0): string => `${value.toFixed(digits)} ms`
export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`
export const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`
