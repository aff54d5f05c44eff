import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Every byte of every file in a folder. */
export const bytesIn = (folder: string): Buffer =>
  Buffer.concat(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => join(folder, name))
      .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile())
      .map((path) => readFileSync(path)),
  )

/** Which of these words are in it, as UTF-8: what someone typed may lie there in several pieces. */
export const wordsIn = (bytes: Buffer, text: string): string[] =>
  text.split(' ').filter((word) => bytes.includes(Buffer.from(word)))
