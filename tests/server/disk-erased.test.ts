import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { Colleague } from '../helpers/colleague.ts'
import { bytesIn, wordsIn } from '../helpers/database-bytes.ts'
import { cleanUp, directory } from '../helpers/process.ts'
import { startProduct, type Product } from '../helpers/product.ts'
import { ask, command, join, startNetwork } from '../helpers/server.ts'

// Every byte of every file that the built server keeps, while it runs: what was withdrawn or erased is in none.

let product: Product
let temporary: string
beforeAll(async () => {
  temporary = directory()
  product = await startProduct({ FOLD_AFTER_MS: '20', SQLITE_TMPDIR: temporary, TMPDIR: temporary })
})
afterAll(async () => {
  await product.stop()
  cleanUp()
})

/** Those of the words that some file holds. */
const found = (words: string): string[] => wordsIn(Buffer.concat([bytesIn(product.dataDir), bytesIn(temporary)]), words)

test('a withdrawn text, a name of someone removed, and all of an erased network are in no file', async () => {
  const withdrawn = 'Hartverscheurend verhaal: Éénoudergezinnen wachtten zevenentwintig maanden'
  const words = 'Hartverscheurend Éénoudergezinnen zevenentwintig'
  const theirs = 'Voornaamvaniemand'
  const rest =
    'Netwerktitelvanons Netwerkthemavanons Organisatienaamvanons Bijeenkomsttitel Blijftliggen Facilitatornaam'
  const { id, token, session } = await startNetwork(product.url, {
    title: 'Netwerktitelvanons',
    topic: 'Netwerkthemavanons',
    organisations: ['Organisatie A', 'Organisatienaamvanons'],
  })
  await ask(product.url, 'PATCH', `/api/sessions/${session.id}`, { token, body: { title: 'Bijeenkomsttitel' } })
  await join(product.url, session.code, { name: 'Facilitatornaam', organisation: 'Organisatienaamvanons' })
  const me = await join(product.url, session.code, { name: theirs })
  const zone = session.zones.find(({ kind }) => kind === 'reflection')!.id
  const writer = new Colleague(product.url, session.id, zone, me)
  await vi.waitUntil(() => writer.isHere, { timeout: 5_000 })
  writer.write('Blijftliggen')
  const note = writer.write(withdrawn.slice(0, 20))
  for (let end = 25; end < withdrawn.length + 5; end += 5) writer.rewrite(note, withdrawn.slice(0, end))
  await vi.waitUntil(() => writer.savedEdits === writer.edits, { timeout: 5_000 })
  // Folded too: then it lies there as one text.
  await vi.waitUntil(() => found(words).length === 3, { timeout: 5_000 })
  expect(found(`${theirs} ${rest}`)).toEqual(`${theirs} ${rest}`.split(' '))

  writer.withdraw(note)
  await vi.waitUntil(() => found(words).length === 0, { timeout: 5_000 })
  expect(found(rest)).toEqual(rest.split(' '))

  await command(product.url, session.id, token, { type: 'removeParticipant', participant: me.id })
  expect(found(theirs)).toEqual([])

  expect((await ask(product.url, 'DELETE', `/api/networks/${id}`, { token })).status).toBe(204)
  expect(found(`${words} ${theirs} ${rest}`)).toEqual([])
  writer.leave()
  await product.kill()
  expect(found(`${words} ${theirs} ${rest}`)).toEqual([])
})
