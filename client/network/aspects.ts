import { foldedName } from '../../shared/model/network.ts'

/** A line of the list while it is written: what it is called, and was called when the list was opened. */
export interface AspectLine {
  readonly key: number
  readonly was: string | null
  title: string
}

/** As the command takes it: an empty line is none, and one that keeps its name does not say so. */
export const aspectWishes = (lines: readonly AspectLine[]): { title: string; was?: string }[] =>
  lines.flatMap(({ title, was }) => {
    const named = title.trim()
    if (named === '') return []
    return [was === null || was === named ? { title: named } : { title: named, was }]
  })

/** A title that stands there twice, or undefined. */
export const twice = (lines: readonly AspectLine[]): string | undefined => {
  const titles = aspectWishes(lines).map(({ title }) => title)
  return titles.find((title, i) => titles.findIndex((one) => foldedName(one) === foldedName(title)) < i)
}
