import { makeTheme, writeNote } from '../../shared/doc/commands.ts'
import type { ExpectationId, NoteId, ParticipantId, StepId, ZoneId } from '../../shared/model/ids.ts'
import type { NoteKind } from '../../shared/model/note.ts'
import type { CheckAnswer } from '../../shared/model/series.ts'
import type { ZoneKind } from '../../shared/model/zone.ts'
import type { Command } from '../../shared/wire/commands.ts'
import type { Writer } from './full-board.ts'
import { ask, command } from './server.ts'
import { noteWith, type SeriesPeople } from './series-people.ts'
import {
  CARRIED,
  EXCUSED,
  EXPECTED,
  PRESENTERS,
  type Checked,
  type Judged,
  type Letter,
  type Promised,
  type Taken,
} from './series-story.ts'

/** What is done in the story of a series, by programs: what a page would send, over HTTP and sync. */
export class SeriesByPrograms {
  readonly series: SeriesPeople

  constructor(series: SeriesPeople) {
    this.series = series
  }

  async presents(number: number, [host, second]: readonly [Letter, Letter]): Promise<void> {
    const { url, network, session, organisation } = this.series
    const { status, text } = await ask(url, 'PATCH', `/api/sessions/${session(number).id}`, {
      token: network.token,
      body: { host: organisation(host), secondPresenter: organisation(second) },
    })
    if (status !== 200) throw new Error(`session ${number} got no presenters: ${status} ${text}`)
  }

  async excuses(letter: Letter, number: number): Promise<void> {
    const organisation = this.series.organisation(letter)
    const session = this.series.session(number).id
    await this.series.does({ type: 'excuse', session, organisation, on: true }, this.tokenOf(letter))
  }

  async comes(letter: Letter, number: number): Promise<void> {
    await this.series.comes(number, letter)
  }

  async begins(number: number): Promise<void> {
    await this.#guides(number, { type: 'startStep', step: this.series.session(number).agenda[0]?.id as StepId })
  }
  /** With the step that asks how it went. */
  async closes(number: number): Promise<void> {
    await this.#guides(number, { type: 'startStep', step: this.series.session(number).agenda.at(-1)?.id as StepId })
    await this.#guides(number, { type: 'endSession' })
  }
  async #guides(number: number, body: Command): Promise<void> {
    const { url, network, session } = this.series
    const { status, text } = await command(url, session(number).id, network.token, body)
    if (status !== 200) throw new Error(`${body.type} was not carried out: ${status} ${text}`)
  }

  async writes(letter: Letter, number: number, text: string, zone: ZoneId, kind: NoteKind = 'idea'): Promise<void> {
    const board = await this.series.board(number, letter)
    const author = this.series.person(letter).id as ParticipantId
    const writer = { author, organisation: this.series.organisation(letter) }
    writeNote(board.board, writer, { text, zone, x: 0, y: 0, kind }, Date.now())
    await board.saved()
    board.leave()
    if (board.refusals.length > 0) throw new Error(`${letter} could not write: ${board.refusals.join()}`)
  }

  /** The facilitator gathers what people expect into themes. */
  async gathers(): Promise<void> {
    const writer = { author: this.series.network.created.facilitator.id as ParticipantId, organisation: null }
    const zone = this.zone(1, 'expectations')
    await this.onBoard(1, (board) => {
      for (const { title, notes } of EXPECTED) {
        const ids: NoteId[] = notes.map((text) => noteWith(board, text))
        makeTheme(board.board, writer, { title, zone, colour: 'heide' }, Date.now(), ids)
      }
    })
  }

  async numbers(): Promise<void> {
    await this.series.does({ type: 'numberExpectations', session: this.series.session(1).id })
  }

  async ties(letter: Letter, number: number, words: string, expectation: number): Promise<void> {
    const target = await this.onBoard(number, (board) => noteWith(board, words))
    const session = this.series.session(number).id
    const id = await this.series.expectation(expectation)
    await this.series.does({ type: 'tie', expectation: id, session, target, on: true }, this.tokenOf(letter))
  }

  async takes({ session, idea, from, to, firstStep }: Taken): Promise<void> {
    const target = await this.onBoard(session, (board) => noteWith(board, idea))
    const { organisation } = this.series
    const whose = { from: [organisation(from)], to: to.map(organisation) }
    const id = this.series.session(session).id
    await this.series.does({ type: 'takeHome', session: id, target, what: idea, ...whose, firstStep }, this.#speaks(to))
  }

  /** What became of it, told by who took it. */
  async tells({ session, idea, to, status, saw }: Taken): Promise<void> {
    const where = this.series.session(session).id
    const taken = (await this.series.info()).takeHomes.find((one) => one.text === idea && one.session === where)
    if (!taken) throw new Error(`nobody took home: ${idea}`)
    await this.series.does({ type: 'changeTakeHome', takeHome: taken.id, status, saw }, this.tokenOf(to[0]))
  }

  async promises({ session, who, what }: Promised): Promise<void> {
    const { organisation } = this.series
    const id = this.series.session(session).id
    await this.series.does({ type: 'commit', session: id, who: who.map(organisation), what }, this.#speaks(who))
  }

  async keeps({ what, who, status }: Promised): Promise<void> {
    const promised = (await this.series.info(undefined, 'said')).commitments.find((one) => one.what === what)
    if (!promised) throw new Error(`nobody promised: ${what}`)
    await this.series.does({ type: 'changeCommitment', commitment: promised.id, status }, this.tokenOf(who[0]))
  }

  async checks({ expectation, standing, sentence }: Checked): Promise<void> {
    const id = await this.series.expectation(expectation)
    await this.series.does({ type: 'checkExpectation', expectation: id, standing, sentence })
  }

  async judges({ expectation, outcome, sentence, notes }: Judged): Promise<void> {
    const shown = await Promise.all(
      notes.map(async ({ session, words }) => ({
        session: this.series.session(session).id,
        note: await this.onBoard(session, (board) => noteWith(board, words)),
      })),
    )
    const id = await this.series.expectation(expectation)
    await this.series.does({ type: 'judge', expectation: id, outcome, sentence, notes: shown })
  }

  async answers(letter: Letter, number: number, answer: CheckAnswer): Promise<void> {
    const session = this.series.session(number).id
    await this.series.does({ type: 'answerCheck', session, answer }, this.tokenOf(letter))
  }

  /** What the story has going along from this session. */
  async carriesOver(number: number): Promise<void> {
    const going = CARRIED.filter(({ from }) => from === number)
    const [first] = going
    if (!first) return
    const { expectations, commitments } = await this.series.info(undefined, 'said')
    const wordsOf = (kind: string) => going.flatMap((one) => (one.kind === kind ? one.words : []))
    await this.series.does({
      type: 'carryOver',
      from: this.series.session(number).id,
      to: this.series.session(first.to).id,
      expectations: wordsOf('expectation').map(
        (words) => expectations.find(({ text }) => text === words)?.id as ExpectationId,
      ),
      commitments: wordsOf('commitment').flatMap((words) => commitments.find(({ what }) => what === words)?.id ?? []),
      notes: await this.onBoard(number, (board) => wordsOf('note').map((words) => noteWith(board, words))),
    })
  }

  tokenOf(letter: Letter | undefined): string {
    if (!letter) throw new Error('nobody was named')
    return this.series.person(letter).token
  }
  /** For one organisation its own person speaks, for several the facilitator. */
  #speaks = ([first, ...others]: readonly Letter[]) =>
    others.length === 0 ? this.tokenOf(first) : this.series.network.token

  zone(number: number, kind: ZoneKind): ZoneId {
    const zone = this.series.session(number).zones.find((one) => one.kind === kind)
    if (!zone) throw new Error(`session ${number} has no zone of kind ${kind}`)
    return zone.id
  }
  /** Where a presenter shows an aspect, by its place from 0. */
  aspect(number: number, by: Letter, aspect: number): ZoneId {
    const presenter = PRESENTERS[number - 1]?.[0] === by ? 'host' : 'second'
    const zone = this.series.session(number).zones.filter((one) => one.presenter === presenter)[aspect]
    if (!zone) throw new Error(`session ${number} has no aspect ${aspect}`)
    return zone.id
  }

  /** Reads or writes as the facilitator, over sync. */
  protected async onBoard<T>(number: number, act: (board: Writer) => T): Promise<T> {
    const board = await this.series.guides(number)
    try {
      const result = act(board)
      await board.saved()
      return result
    } finally {
      board.leave()
    }
  }
}

export const isAbsent = (letter: Letter, number: number): boolean =>
  letter === EXCUSED.who && number === EXCUSED.session
