import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { nl } from '../../shared/text/nl.ts'
import { areaOf, FIRST_AREAS } from '../../vite.words.ts'

const CLIENT = join(import.meta.dirname, '../../client')

/** Screens that are opened with all words: App.svelte, Session.svelte, Pen.svelte and pages.svelte.ts wait for those. */
const WITH_ALL = [
  'join/Invited.svelte',
  'join/Waiting.svelte',
  'pen/End.svelte',
  'pen/Leave.svelte',
  'pen/PadPage.svelte',
  'pen/RecordPage.svelte',
  'pen/RecordStrip.svelte',
  'pen/TakeBack.svelte',
]

/** What may be on the screen before the other words are there. */
const FIRST = [
  ...['ui', 'join', 'pen', 'live', 'net'].flatMap((folder) =>
    readdirSync(join(CLIENT, folder)).map((name) => join(folder, name)),
  ),
  ...['App.svelte', 'Session.svelte'],
].filter((file) => !WITH_ALL.includes(file))

/** The keys of messages that a file names. */
const keysIn = (source: string): string[] =>
  [...source.matchAll(/['"`]([a-zA-Z]+\.[a-zA-Z.]+)['"`]/g)].map(([, key = '']) => key).filter((key) => key in nl)

test('the invitation and the pen say nothing for which words have to be loaded first', () => {
  const said = FIRST.flatMap((file) => keysIn(readFileSync(join(CLIENT, file), 'utf8')).map((key) => ({ file, key })))
  expect(said.length).toBeGreaterThan(100)
  expect(said.filter(({ key }) => !FIRST_AREAS.has(areaOf(key)))).toEqual([])
})
