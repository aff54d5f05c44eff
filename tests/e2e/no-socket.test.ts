import { expect, test } from 'vitest'
import { withoutServiceWorker } from '../helpers/browser.ts'
import { setStage } from '../helpers/stage.ts'

// The code of the guidance's socket comes after the pen. Where it does not come at all, the session goes on over HTTP.

const stage = setStage()

test('without a socket a step is started, and what others decide is heard', async () => {
  const facilitator = await stage.people.facilitator()
  await withoutServiceWorker(facilitator.page)
  await facilitator.start('Ontmoetingsplaatsen', ['Organisatie A'])
  const [session] = (await facilitator.info()).sessions
  const [first, second] = session?.agenda ?? []
  if (!session || !first || !second) throw new Error('a session has an agenda')
  const running = facilitator.page.locator('[aria-current="step"]')

  let withheld = 0
  await facilitator.page.route('**/assets/control-link-*.js', (route) => {
    withheld++
    return route.abort()
  })
  await facilitator.openBoard(session.id)
  await facilitator.page.getByRole('button', { name: `Begin met ${first.title}` }).click()
  await expect.poll(() => running.textContent()).toContain(first.title)
  await expect.poll(() => withheld).toBeGreaterThan(0)

  await facilitator.command(session.id, { type: 'startStep', step: second.id })
  await expect.poll(() => running.textContent(), { timeout: 15_000 }).toContain(second.title)
  await facilitator.leave()
})
