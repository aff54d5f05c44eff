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
