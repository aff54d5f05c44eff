import { parse, type MessageFormatElement } from '@formatjs/icu-messageformat-parser'
import { runnerImport, type Plugin } from 'vite'

const WORDS = /\/shared\/text\/(nl|en|fr)\.ts\?(first|other)$/

/** What the invitation and the pen say, by the area of a key: a phone loads these words alone. */
export const FIRST_AREAS: ReadonlySet<string> = new Set(
  'app copy dialog here join language note pen refused save session theme timer toast'.split(' '),
)
export const areaOf = (key: string): string => key.split('.')[0] ?? ''

/** A message as `translator()` takes it: parsed already when it holds more than plain words. */
const compiled = (message: string): string | MessageFormatElement[] =>
  message.includes('{') ? parse(message, { ignoreTag: true }) : message

/**
 * The words as the page loads them: divided in two, and parsed while the page is built, so that phones download neither a
 * parser nor words for other screens. The server reads the same files as they are, and parses a message when it is said.
 */
export function compiledWords(): Plugin {
  return {
    name: 'compiled-words',
    enforce: 'pre',
    config: () => ({
      resolve: { alias: { '@formatjs/icu-messageformat-parser': '@formatjs/icu-messageformat-parser/no-parser.js' } },
    }),
    load: {
      filter: { id: WORDS },
      async handler(id) {
        const [, language = '', part] = WORDS.exec(id) ?? []
        const file = id.slice(0, id.indexOf('?'))
        this.addWatchFile(file)
        const { module } = await runnerImport<Record<string, Record<string, string>>>(file)
        const messages = Object.entries(module[language] ?? {})
          .filter(([key]) => FIRST_AREAS.has(areaOf(key)) === (part === 'first'))
          .map(([key, message]) => [key, compiled(message)])
        return `export default ${JSON.stringify(Object.fromEntries(messages))}`
      },
    },
  }
}
