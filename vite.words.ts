import { parse, type MessageFormatElement } from '@formatjs/icu-messageformat-parser'
import { runnerImport, type Plugin } from 'vite'

const WORDS = /\/shared\/text\/(nl|en|fr)\.ts$/

/** A message as `translator()` takes it: parsed already when it holds more than plain words. */
const compiled = (message: string): string | MessageFormatElement[] =>
  message.includes('{') ? parse(message, { ignoreTag: true }) : message

/**
 * Parses the messages while the page is built, so that phones need not download a parser. The server, which starts from
 * the same files, parses each when it is first said.
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
        const language = WORDS.exec(id)?.[1] as string
        const { module } = await runnerImport<Record<string, Record<string, string>>>(id)
        const messages = Object.entries(module[language] ?? {}).map(([key, message]) => [key, compiled(message)])
        return `export const ${language} = ${JSON.stringify(Object.fromEntries(messages))}`
      },
    },
  }
}
