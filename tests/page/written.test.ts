import { beforeEach, expect, test, vi } from 'vitest'
import { Written, type Source } from '../../client/live/written.svelte.ts'
import type { ParticipantId, SessionId } from '../../shared/model/ids.ts'
import type { Refusal } from '../../shared/model/refusal.ts'

// What the facilitator writes in the record stays theirs until the server has it.

const SESSION = 'session' as SessionId
const ME = 'me' as ParticipantId
const store = new Map<string, string>()
beforeEach(() => {
  store.clear()
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => store.get(name) ?? null,
    setItem: (name: string, value: string) => void store.set(name, value),
    removeItem: (name: string) => void store.delete(name),
  })
})

/** A server that holds one text, and says no while it is told to. */
function server(is = '') {
  const there = { is, refuses: null as Refusal | null, saved: [] as string[] }
  const source: Source = {
    is: () => there.is,
    save: (text, was) => {
      if (there.refuses) return Promise.resolve(there.refuses)
      if (was !== there.is) return Promise.resolve('changed-meanwhile')
      there.is = text
      there.saved.push(text)
      return Promise.resolve(null)
    },
  }
  return { there, source }
}
const typedIn = (written: Written, source: Source, text: string) => {
  const field = written.field('summary', source)
  field.text = text
  field.typed()
  return field
}

test('what is written is kept on the device until it is saved', async () => {
  const { there, source } = server('Eerst.')
  const written = new Written(SESSION, ME)
  const field = typedIn(written, source, ' Daarna. ')
  expect([...store.values()].join()).toContain('Daarna.')
  expect(written.busy).toBe(true)
  await field.save()
  expect([there.is, field.trouble, written.busy]).toEqual(['Daarna.', null, false])
  expect([...store.values()].join()).not.toContain('Daarna.')
})

test('a refusal leaves the words where they are, and asking again saves them', async () => {
  const { there, source } = server()
  const written = new Written(SESSION, ME)
  const field = typedIn(written, source, 'Mijn zin.')
  there.refuses = 'offline'
  await field.save()
  expect([field.text, field.trouble, written.unsaved]).toEqual(['Mijn zin.', 'offline', 1])
  there.refuses = null
  written.retry()
  await vi.waitFor(() => expect(there.is).toBe('Mijn zin.'))
  expect(written.unsaved).toBe(0)
})

test('a reload goes on with the words that were being written', async () => {
  const { there, source } = server('Eerst.')
  typedIn(new Written(SESSION, ME), source, 'Nog niet af')
  const again = new Written(SESSION, ME)
  expect(again.homeless).toEqual([{ name: 'summary', text: 'Nog niet af' }])
  const field = again.field('summary', source)
  const gone = again.show('summary')
  expect([field.text, again.homeless]).toEqual(['Nog niet af', []])
  await field.save()
  expect(there.is).toBe('Nog niet af')
  gone()
  expect(again.homeless).toEqual([])
})

test('words of another replace those that nobody is changing, and stand beside those that someone is', async () => {
  const { there, source } = server('Eerst.')
  const written = new Written(SESSION, ME)
  const field = written.field('summary', source)
  there.is = 'Van een ander.'
  field.hear(there.is)
  expect([field.text, field.theirs]).toEqual(['Van een ander.', null])

  typedIn(written, source, 'Van mij.')
  there.is = 'Weer van een ander.'
  field.hear(there.is)
  expect([field.text, field.theirs]).toEqual(['Van mij.', 'Weer van een ander.'])
  await field.save()
  expect(there.saved).toEqual([])
  field.choose('mine')
  await vi.waitFor(() => expect(there.is).toBe('Van mij.'))

  typedIn(written, source, 'Toch anders.')
  field.hear('Nog iets.')
  field.choose('theirs')
  expect([field.text, field.theirs, field.touched]).toEqual(['Nog iets.', null, false])
})

test('what another wrote just before is refused, shown, and chosen from', async () => {
  const { there, source } = server('Eerst.')
  const field = typedIn(new Written(SESSION, ME), source, 'Van mij.')
  there.is = 'Van een ander.'
  await field.save()
  expect([field.text, field.theirs, field.trouble]).toEqual(['Van mij.', 'Van een ander.', null])
})

test('the same words, also of another, are no conflict', async () => {
  const { there, source } = server('Eerst.')
  const field = typedIn(new Written(SESSION, ME), source, 'Zelfde.')
  there.is = 'Zelfde.'
  await field.save()
  expect([field.theirs, field.trouble, field.touched]).toEqual([null, null, false])
})

test('a field for something new is empty again when it is saved, and keeps what came after', async () => {
  const said: string[] = []
  const source: Source = { adds: true, is: () => '', save: (text) => Promise.resolve((said.push(text), null)) }
  const field = typedIn(new Written(SESSION, ME), source, 'Een besluit.')
  await field.save()
  expect([said, field.text]).toEqual([['Een besluit.'], ''])
  await field.save()
  expect(said).toEqual(['Een besluit.'])
})

test('words whose place is gone are shown until their writer throws them away', () => {
  const { source } = server()
  const written = new Written(SESSION, ME)
  const gone = written.show('summary')
  typedIn(written, source, 'Waar hoort dit?')
  gone()
  expect(written.homeless).toEqual([{ name: 'summary', text: 'Waar hoort dit?' }])
  written.drop('summary')
  expect([written.homeless, written.unsaved]).toEqual([[], 0])
  expect([...store.values()].join()).not.toContain('Waar')
})

test('a space at the end of what was saved stays, so that the next word does not stick to it', async () => {
  const { there, source } = server()
  const field = typedIn(new Written(SESSION, ME), source, 'Wat we ')
  await field.save()
  field.hear(there.is)
  expect([field.text, field.touched]).toEqual(['Wat we ', false])
})

test('words that came there although the answer did not are no trouble any more', async () => {
  const { there, source } = server()
  const written = new Written(SESSION, ME)
  const field = typedIn(written, source, 'Mijn zin.')
  there.refuses = 'offline'
  await field.save()
  there.is = 'Mijn zin.'
  field.hear(there.is)
  expect([field.trouble, written.unsaved, written.homeless]).toEqual([null, 0, []])
})

test('another person at this device finds nothing of it, and nothing of it is saved as theirs', () => {
  const { there, source } = server('Eerst.')
  typedIn(new Written(SESSION, ME), source, 'Nog niet af')
  store.set(`bijeen.state.${SESSION}`, JSON.stringify({ me: { participant: ME } }))
  expect(new Written(SESSION, ME).field('summary', source).text).toBe('Nog niet af')
  const written = new Written(SESSION, 'another' as ParticipantId)
  expect([written.field('summary', source).text, written.homeless, there.saved]).toEqual(['Eerst.', [], []])
  expect([...store.values()].join()).not.toContain('Nog niet af')
})
