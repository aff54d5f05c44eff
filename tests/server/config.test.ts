import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readConfig, WrongSetting } from '../../server/config.ts'

test('without settings the defaults hold', () => {
  expect(readConfig({}, [])).toEqual({
    host: '::',
    port: 8080,
    dataDir: 'data',
    publicUrl: null,
    trustProxy: 0,
    createKey: null,
    metricsKey: null,
    foldAfterMs: 30_000,
    logLevel: 'info',
    dev: false,
    demo: false,
  })
})

test('settings are read, spaces aside, and an empty one is none', () => {
  const env = {
    PORT: ' 80 ',
    PUBLIC_URL: 'https://bijeen.example.org/',
    TRUST_PROXY: 'true',
    CREATE_KEY: '',
    HOST: '127.0.0.1',
  }
  expect(readConfig(env, ['--demo'])).toMatchObject({
    port: 80,
    publicUrl: 'https://bijeen.example.org',
    trustProxy: 1,
    createKey: null,
    host: '127.0.0.1',
    demo: true,
  })
})

test.each([
  [{ PORT: '80a' }, /PORT is "80a".*0 to 65535/],
  [{ PORT: '99999' }, /PORT/],
  [{ PORT: '-1' }, /PORT/],
  [{ TRUST_PROXY: 'yes' }, /TRUST_PROXY.*true, false/],
  [{ PUBLIC_URL: 'bijeen.be' }, /PUBLIC_URL.*https:\/\//],
  [{ PUBLIC_URL: 'ftp://bijeen.be' }, /PUBLIC_URL/],
  [{ PUBLIC_URL: 'https://bijeen.be/pad' }, /PUBLIC_URL/],
  [{ FOLD_AFTER_MS: '-1' }, /FOLD_AFTER_MS/],
  [{ LOG_LEVEL: 'loud' }, /LOG_LEVEL.*debug, info/],
  [{ DATABASE_URL: 'postgres://x' }, /DATABASE_URL/],
  [{ REDIS_URL: 'redis://x' }, /REDIS_URL/],
])('%j stops the start with a sentence that names it', (env, sentence) => {
  expect(() => readConfig(env, [])).toThrow(WrongSetting)
  expect(() => readConfig(env, [])).toThrow(sentence)
})

test('an unknown option stops the start', () => {
  expect(() => readConfig({}, ['--verbose'])).toThrow(/--verbose.*--dev and --demo/)
})

test('the README explains every setting there is, and the container sets no other', () => {
  const file = (name: string) => readFileSync(join(import.meta.dirname, '../..', name), 'utf8')
  const read = new Set<string>()
  const env = new Proxy({}, { get: (_, name) => void read.add(String(name)) })
  readConfig(env, [])
  for (const name of ['DATABASE_URL', 'REDIS_URL']) expect(read.delete(name)).toBe(true)
  const hosting = file('README.md').split('## Hosting')[1]?.split('\n## ')[0] ?? ''
  const rows = hosting.split('\n').filter((line) => line.startsWith('| `'))
  const explained = rows.flatMap((row) => (row.split('|')[1] ?? '').match(/[A-Z_]+/g) ?? [])
  expect(explained.sort()).toEqual([...read].sort())
  const set =
    file('Dockerfile')
      .match(/^ENV .*/m)?.[0]
      .match(/[A-Z_]+(?==)/g) ?? []
  expect(set.filter((name) => name !== 'NODE_ENV' && !read.has(name))).toEqual([])
})
