/** Narrow, before what is high; whole, before a colon and inside quotation marks. A line does not end at either. */
const NARROW = '\u202f'
const WHOLE = '\u00a0'

/** French words as they are typed, with the spaces that French sets: whoever writes a text need not know of them. */
export const withFrenchSpaces = <T extends Readonly<Record<string, string>>>(words: T): T =>
  Object.fromEntries(Object.entries(words).map(([key, text]) => [key, spaced(text)])) as T

const spaced = (text: string): string =>
  text
    .replace(/[ \u00a0\u202f](?=[;!?])/g, NARROW)
    .replace(/[ \u00a0\u202f](?=[:»])|(?<=«)[ \u00a0\u202f]/g, WHOLE)
    // "9 h 30" and "n° 3" are one word.
    .replace(/(?<=\})[ ](?=h\b)|(?<=\bh)[ ](?=\{)|(?<=n°)[ ]/g, WHOLE)
