import { expect, test } from 'vitest'
import { setStage } from '../helpers/stage.ts'

// The home page on a server whose host gives a key to those who may start a network.

const stage = setStage({ CREATE_KEY: 'sesam' })

test('starting a network asks for the key of the server, and says when it is not right', async () => {
  const { page } = await stage.people.facilitator()
  await page.goto(stage.product.url)
  await page.getByLabel('Hoe heet jullie netwerk?').fill('Ontmoetingsplaatsen')
  const start = page.getByRole('button', { name: 'Maak het netwerk' })
  const key = page.getByLabel('Sleutel van deze server')
  await key.fill('fout')
  await start.click()
  await page.getByText('Deze sleutel klopt niet.').waitFor()
  expect(await page.getByLabel('Hoe heet jullie netwerk?').inputValue()).toBe('Ontmoetingsplaatsen')
  await key.fill('sesam')
  await start.click()
  await page.waitForURL(/\/network\//)
  await page.getByRole('heading', { name: 'Ontmoetingsplaatsen' }).waitFor()
})

test('a link that opens nothing any more says so, and the way in by code is there', async () => {
  const { page } = await stage.people.phone()
  await page.goto(`${stage.product.url}/in/${'x'.repeat(43)}`)
  await page.getByText('Deze link werkt niet meer.').waitFor()
  await page.getByLabel('Je code, van de wand of de uitnodiging').waitFor()
})
