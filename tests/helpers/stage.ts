import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { openBrowser } from './browser.ts'
import { peopleOf } from './people.ts'
import { startProduct, type Product } from './product.ts'

/** What a story plays on: the built product, a browser, and people who come in with devices of that browser. */
export interface Stage {
  readonly product: Product
  readonly browser: Browser
  readonly people: ReturnType<typeof peopleOf>
}

/** Sets the stage before the tests of this file, and clears it after them. Look at it inside a test or a later hook. */
export function setStage(env: Record<string, string> = {}): Stage {
  let product: Product
  let browser: Browser
  beforeAll(async () => {
    product = await startProduct(env)
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await product?.stop()
  })
  return {
    get product() {
      return product
    },
    get browser() {
      return browser
    },
    get people() {
      return peopleOf(browser, product.url)
    },
  }
}
