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
