import { makeTheme, writeNote, type BoardDoc, type Writer } from '../../shared/doc/commands.ts'
import type { NoteId, SessionId, ThemeId, ZoneId } from '../../shared/model/ids.ts'
import type { Command } from '../../shared/wire/commands.ts'
import type { SessionState } from '../../shared/wire/state.ts'
import { ask, command, join, startNetwork, type TestNetwork, type TestServer } from './server.ts'

// A session in which people vote, for tests of the server.

const SERVER: Writer = { author: null, organisation: null }

/** Writes what there is to vote on: themes by title, each with a note, and loose notes by text. */
export function fillBoard(
  board: BoardDoc,
  zone: ZoneId,
  { themes = [], notes = [] }: { themes?: readonly string[]; notes?: readonly string[] },
  writer: Writer = SERVER,
) {
  const write = (text: string): NoteId => writeNote(board, writer, { text, zone, x: 0, y: 0 }, 1)
  return {
    themes: themes.map((title) => makeTheme(board, writer, { title, zone, colour: 'heide' }, 1, [write(title)])),
    notes: notes.map(write),
  }
}

export class Voting {
  readonly server: TestServer
  readonly network: TestNetwork
  readonly id: SessionId
  readonly zone: ZoneId

  constructor(server: TestServer, network: TestNetwork) {
    this.server = server
    this.network = network
    this.id = network.session.id
    this.zone = network.session.zones.find(({ kind }) => kind === 'crossPollination')?.id as ZoneId
  }

  static start = async (server: TestServer): Promise<Voting> => new Voting(server, await startNetwork(server.url))

  fill = (what: Parameters<typeof fillBoard>[2], zone = this.zone) =>
    this.write((board) => fillBoard(board, zone, what))
  write = <T>(act: (board: BoardDoc) => T): Promise<T> => this.server.house.rooms.write(this.id, act)
  joins = async (): Promise<string> => (await join(this.server.url, this.network.session.code)).token

  /** The facilitator's command, or someone else's: its status, and its refusal when there is one. */
  async say(body: Command, token = this.network.token): Promise<string> {
    const { status, body: answer } = await command(this.server.url, this.id, token, body)
    return status === 200 ? 'ok' : `${status} ${answer.code}`
  }

  open = (fields: { on?: 'themes' | 'notes'; dots?: number; zone?: ZoneId } = {}) =>
    this.say({ type: 'openVote', on: 'themes', dots: 5, ...fields })
  close = () => this.say({ type: 'closeVote' })
  cast = (token: string, target: ThemeId | NoteId, dots: number) => this.say({ type: 'castDots', target, dots }, token)

  async state(token = this.network.token, as = ''): Promise<SessionState> {
    return (await ask<SessionState>(this.server.url, 'GET', `/api/sessions/${this.id}/state${as}`, { token })).body
  }

  /** The own dots, by target. */
  async dotsOf(token: string): Promise<Record<string, number>> {
    const { vote } = await this.state(token)
    if (vote?.kind !== 'open' || !vote.ballot) throw new Error('no vote is open')
    return Object.fromEntries(vote.ballot.mine.map(({ target, dots }) => [target, dots]))
  }

  /** The result, as names. */
  async result(names: ReadonlyMap<string, string>): Promise<readonly (readonly [string | undefined, number])[]> {
    const { vote } = await this.state()
    if (vote?.kind !== 'closed') throw new Error('no vote was closed')
    return vote.result.map(({ target, dots }) => [names.get(target), dots] as const)
  }

  /** Titles of the themes as they stand on the board. */
  async themes(): Promise<string[]> {
    const { themes } = await this.server.house.rooms.read(this.id)
    return [...themes.values()].sort((a, b) => (a.rank < b.rank ? -1 : 1)).map(({ title }) => title)
  }
}
