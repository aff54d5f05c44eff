import type { ExpectationId, NoteId, OrganisationId, ParticipantId } from '../../shared/model/ids.ts'
import type { Joined, NetworkInfo, SessionInfo } from '../../shared/wire/http.ts'
import type { SeriesInfo } from '../../shared/wire/series.ts'
import type { SeriesAnswer, SeriesCommand } from '../../shared/wire/series-commands.ts'
import { openBoard, type Writer } from './full-board.ts'
import { ask, startNetwork, type TestNetwork } from './server.ts'
import { LETTERS, nameOf, type Letter } from './series-story.ts'

// The people of a series, each with the one link for all its sessions, by programs: HTTP and sync, no page.

export type SeriesPerson = Joined['participant']

export class SeriesPeople {
  /** Another one when the server started again. */
  url: string
  readonly network: TestNetwork
  readonly people: ReadonlyMap<Letter, SeriesPerson>

  private constructor(url: string, network: TestNetwork, people: ReadonlyMap<Letter, SeriesPerson>) {
    this.url = url
    this.network = network
    this.people = people
  }

  /** A network of eight organisations, with someone of each in its first session. */
  static async start(url: string): Promise<SeriesPeople> {
    const network = await startNetwork(url, { organisations: LETTERS.map(nameOf), template: 'series' })
    const people = new Map<Letter, SeriesPerson>()
    const series = new SeriesPeople(url, network, people)
    for (const letter of LETTERS) people.set(letter, await series.#join(1, letter))
    return series
  }

  session = (number: number): SessionInfo => {
    const session = this.network.created.network.sessions.find((one) => one.number === number)
    if (!session) throw new Error(`no session ${number}`)
    return session
  }
  organisation = (letter: Letter): OrganisationId => {
    const found = this.network.created.network.organisations.find(({ name }) => name === nameOf(letter))
    if (!found) throw new Error(`no organisation ${letter}`)
    return found.id
  }
  person = (letter: Letter): SeriesPerson => {
    const person = this.people.get(letter)
    if (!person) throw new Error(`nobody of ${letter}`)
    return person
  }

  async #join(number: number, letter: Letter, token?: string): Promise<SeriesPerson> {
    const body = { code: this.session(number).code, organisation: nameOf(letter) }
    const { status, body: joined, text } = await ask<Joined>(this.url, 'POST', '/api/join', { token, body })
    if (status !== 201 && status !== 200)
      throw new Error(`${letter} could not join session ${number}: ${status} ${text}`)
    return joined.participant
  }
  /** Comes to a later session, by the same link. */
  comes = (number: number, letter: Letter): Promise<SeriesPerson> =>
    this.#join(number, letter, this.person(letter).token)

  /** Their board of a session, over sync. */
  board = (number: number, letter: Letter): Promise<Writer> => {
    const { token, id } = this.person(letter)
    return openBoard(this.url, this.session(number).id, {
      token,
      participant: id as ParticipantId,
      organisation: this.organisation(letter),
    })
  }
  /** The facilitator's. */
  guides = (number: number): Promise<Writer> =>
    openBoard(this.url, this.session(number).id, {
      token: this.network.token,
      participant: this.network.created.facilitator.id as ParticipantId,
      organisation: null,
    })

  /** A command of the network: its answer as it came. */
  say = (command: SeriesCommand | object, token: string | undefined = this.network.token) =>
    ask<SeriesAnswer & { code?: string }>(this.url, 'POST', `/api/networks/${this.network.id}/commands`, {
      token,
      body: command,
    })
  /** A command that is to be carried out: what came of it. */
  async does(command: SeriesCommand, token?: string): Promise<Extract<SeriesAnswer, { ok: true }>> {
    const { status, body, text } = await this.say(command, token)
    if (status !== 200 || !body.ok) throw new Error(`${command.type} was not carried out: ${status} ${text}`)
    return body
  }
  /** A command that is not: why. */
  async refused(command: SeriesCommand | object, token?: string): Promise<string> {
    const { status, body } = await this.say(command, token)
    return status === 200 ? 'ok' : `${status} ${body.code ?? ''}`.trim()
  }

  async info(token = this.network.token, of = 'all'): Promise<SeriesInfo> {
    return (await ask<SeriesInfo>(this.url, 'GET', `/api/networks/${this.network.id}/series?of=${of}`, { token })).body
  }
  async networkInfo(token = this.network.token): Promise<NetworkInfo> {
    return (await ask<NetworkInfo>(this.url, 'GET', `/api/networks/${this.network.id}`, { token })).body
  }
  expectation = async (number: number): Promise<ExpectationId> => {
    const found = (await this.info(this.network.token, 'said')).expectations.find((one) => one.number === number)
    if (!found) throw new Error(`no expectation ${number}`)
    return found.id
  }
}

/** The note with these words. */
export function noteWith({ board }: Pick<Writer, 'board'>, text: string): NoteId {
  for (const [id, note] of board.notes) if (String(note.get('text')) === text) return id as NoteId
  throw new Error(`no note says ${text}`)
}
