import type { Organisation } from './network.ts'
import { COLOURS, type Colour } from './theme.ts'

/** How an organisation is told from the others where several are side by side: a mark and a colour beside its name. */
export interface OrganisationLook {
  readonly name: string
  /** Its letter; with a number where others have the same. */
  readonly mark: string
  /** By its place in the network; the ninth has that of the first, and a mark of its own. */
  readonly colour: Colour
}

/**
 * The letter that stands for an organisation. Where the name ends in a letter of its own ("Organisatie A") it is that
 * letter; else the first one of the name, whole also when it takes two code units.
 */
export function orgLetter(name: string): string {
  const words = name.trim().split(/\s+/)
  const last = words.at(-1) ?? ''
  const own = words.length > 1 && [...last].length === 1 ? last : words[0]
  return [...(own ?? '')][0]?.toLocaleUpperCase() ?? '?'
}

/** The looks of all organisations of a network, in its order. */
export function looksOf<Id extends string>(
  organisations: readonly (Omit<Organisation, 'id'> & { readonly id: Id })[],
): ReadonlyMap<Id, OrganisationLook> {
  const withLetter = new Map<string, number>()
  for (const { name } of organisations) {
    const letter = orgLetter(name)
    withLetter.set(letter, (withLetter.get(letter) ?? 0) + 1)
  }
  const given = new Map<string, number>()
  return new Map(
    organisations.map(({ id, name }, i) => {
      const letter = orgLetter(name)
      const nth = (given.get(letter) ?? 0) + 1
      given.set(letter, nth)
      const mark = (withLetter.get(letter) ?? 0) > 1 ? `${letter}${nth}` : letter
      return [id, { name, mark, colour: COLOURS[i % COLOURS.length] ?? 'leem' }]
    }),
  )
}
