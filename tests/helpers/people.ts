import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { NetworkId, SessionId } from '../../shared/model/ids.ts'
import type { NetworkInfo } from '../../shared/wire/http.ts'
import type { Command } from '../../shared/wire/commands.ts'
import { openDevice, type Device } from './browser.ts'

// The people of a story, each on an own device, doing what people do through the page.

/** Someone at a device. */
export class Person {
  readonly page: Page
  readonly context: BrowserContext
  /** What went wrong in the page by itself: a story ends with none. */
  readonly trouble: string[]
  readonly url: string

  constructor(url: string, device: { page: Page; context: BrowserContext; trouble: string[] }) {
    this.url = url
    this.page = device.page
    this.context = device.context
    this.trouble = device.trouble
  }

  async leave(): Promise<void> {
    await this.context.close()
  }
}

/** A participant: joins by code, writes with the pen or on the board. */
export class Participant extends Person {
  async join(code: string, organisation: string, name = ''): Promise<this> {
    await this.page.goto(`${this.url}/join/${code}`)
    await this.page.getByText(organisation, { exact: true }).click()
    if (name) await this.page.getByLabel('Je voornaam').fill(name)
    await this.page.getByRole('button', { name: 'Doe mee' }).click()
    await this.page.waitForURL(/\/session\//)
    return this
  }

  /** Writes one note with the pen, and waits until the field is free for the next. */
  async write(text: string, at: { zone?: string; kind?: string } = {}): Promise<void> {
    if (at.zone) await this.chooseZone(at.zone)
    if (at.kind) await this.page.getByRole('radio', { name: at.kind }).check()
    const field = this.page.getByLabel('Je briefje', { exact: true })
    await field.fill(text)
    await this.page.getByRole('button', { name: /^(Plaats|Schrijf (als|zonder)|Bewaar op dit toestel)/ }).click()
    await this.page.waitForFunction(() =>
      [...document.querySelectorAll('form textarea')].every((area) => (area as HTMLTextAreaElement).value === ''),
    )
  }

  /** `zone` is the value of the choice: its id. */
  async chooseZone(zone: string): Promise<void> {
    await this.page.getByLabel('Waar', { exact: true }).selectOption(zone)
  }

  async saved(): Promise<void> {
    await this.page.getByText('Bewaard', { exact: true }).first().waitFor()
  }
}

/** The facilitator: starts the network, guides the session, reads the record. */
export class Facilitator extends Person {
  network = '' as NetworkId

  async start(title: string, organisations: readonly string[]): Promise<this> {
    await this.page.goto(this.url)
    await this.page.getByLabel('Hoe heet jullie netwerk?').fill(title)
    await this.page.getByLabel('Welke organisaties doen mee?').fill(organisations.join('\n'))
    await this.page.getByRole('button', { name: 'Maak het netwerk' }).click()
    await this.page.waitForURL(/\/network\//)
    this.network = new URL(this.page.url()).pathname.split('/')[2] as NetworkId
    return this
  }

  /** What the network's page is made of, asked with the same cookie. */
  async info(): Promise<NetworkInfo> {
    const answer = await this.page.request.get(`${this.url}/api/networks/${this.network}`)
    return (await answer.json()) as NetworkInfo
  }

  async openBoard(session: SessionId): Promise<void> {
    await this.page.goto(`${this.url}/session/${session}`)
    await this.page.getByRole('main').waitFor()
  }

  /** A command as the page sends it: same cookie, same origin. */
  async command(session: SessionId, command: Command): Promise<void> {
    const answer = await this.page.request.post(`${this.url}/api/sessions/${session}/commands`, {
      data: command,
      headers: { origin: this.url },
    })
    if (!answer.ok()) throw new Error(`${command.type}: ${answer.status()} ${await answer.text()}`)
  }
}

const arrive = async <P extends Person>(
  Kind: new (url: string, device: Awaited<ReturnType<typeof openDevice>>) => P,
  browser: Browser,
  url: string,
  device: Device,
  options: Parameters<typeof openDevice>[2] = {},
): Promise<P> => new Kind(url, await openDevice(browser, device, options))

/** People as they come in, all with devices of one browser on one server. */
export const peopleOf = (browser: Browser, url: string) => ({
  facilitator: (options?: Parameters<typeof openDevice>[2]) => arrive(Facilitator, browser, url, 'laptop', options),
  phone: (options?: Parameters<typeof openDevice>[2]) => arrive(Participant, browser, url, 'phone', options),
  laptop: (options?: Parameters<typeof openDevice>[2]) => arrive(Participant, browser, url, 'laptop', options),
  wall: (options?: Parameters<typeof openDevice>[2]) => arrive(Person, browser, url, 'wall', options),
})
