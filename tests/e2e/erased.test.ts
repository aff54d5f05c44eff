import { expect, test } from 'vitest'
import { gather } from '../helpers/gathering.ts'
import { setStage } from '../helpers/stage.ts'

// Erase means gone: from the phones too.

const stage = setStage()

test('a network that is erased leaves no copy on a phone that has its board open', async () => {
  const gathering = await gather(stage.product.url)
  const phone = await (await stage.people.phone()).join(gathering.code, 'Organisatie A')
  await phone.write('Dit verdwijnt ook van mijn telefoon', { zone: gathering.zone('expectations').id })
  await phone.saved()
  const kept = () =>
    phone.page.evaluate(async () => ({
      boards: (await indexedDB.databases()).length,
      words: Object.keys(localStorage).filter((name) => /^bijeen\.(state|unsent|drafts|returned)\./.test(name)).length,
    }))
  expect((await kept()).boards).toBe(1)
  const answer = await fetch(`${stage.product.url}/api/networks/${gathering.created.network.id}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${gathering.created.facilitator.token}` },
  })
  expect(answer.status).toBe(204)
  await phone.page.getByText(/bestaat niet \(meer\)/).waitFor()
  await expect.poll(kept).toEqual({ boards: 0, words: 0 })
  await phone.leave()
})
