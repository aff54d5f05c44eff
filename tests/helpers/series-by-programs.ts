import { makeTheme, writeNote } from '../../shared/doc/commands.ts'
import type { ExpectationId, NoteId, ZoneId } from '../../shared/model/ids.ts'
import type { NoteKind } from '../../shared/model/note.ts'
import type { ZoneKind } from '../../shared/model/zone.ts'
import type { Writer } from './full-board.ts'
import { ask } from './server.ts'
import { noteWith, SeriesPeople } from './series-people.ts'
import {
  ANSWERS,
  CARRIED,
  CHECKED,
  EXCUSED,
  EXPECTED,
  JUDGED,
  LETTERS,
  PARKED,
  PRESENTERS,
  PROMISED,
  SHOWN,
  TAKEN,
  TIED,
  type Letter,
} from './series-story.ts'

// The story of a series, played by programs: what a page would send, over HTTP and sync.

/** Plays all five sessions. */
export async function playByPrograms(url: string): Promise<SeriesPeople> {
  const series = await SeriesPeople.start(url)
  for (let number = 1; number <= PRESENTERS.length; number++) await new Meeting(series, number).play()
  for (const { expectation, outcome, sentence, notes } of JUDGED)
    await series.does({
      type: 'judge',
      expectation: await series.expectation(expectation),
      outcome,
      sentence,
      notes: await Promise.all(
        notes.map(async ({ session, words }) => ({
          session: series.session(session).id,
          note: await onBoard(series, session, (board) => noteWith(board, words)),
        })),
      ),
    })
  return series
}

async function onBoard<T>(series: SeriesPeople, number: number, act: (board: Writer) => T): Promise<T> {
  const board = await series.guides(number)
  try {
    const result = act(board)
    await board.saved()
    return result
  } finally {
    board.leave()
  }
}

class Meeting {
  readonly series: SeriesPeople
  readonly number: number

  constructor(series: SeriesPeople, number: number) {
    this.series = series
    this.number = number
  }

  async play(): Promise<void> {
    await this.#gather()
    await this.#lookBack()
    if (this.number === 1) await this.#expect()
    await this.#write()
    if (this.number === 1) await this.#number()
    await this.#say()
  }

  async #gather(): Promise<void> {
    const { series, number } = this
    const [host, second] = PRESENTERS[number - 1] as readonly [Letter, Letter]
    const { status, text } = await ask(series.url, 'PATCH', `/api/sessions/${series.session(number).id}`, {
      token: series.network.token,
      body: { host: series.organisation(host), secondPresenter: series.organisation(second) },
    })
    if (status !== 200) throw new Error(`session ${number} got no presenters: ${status} ${text}`)
    if (EXCUSED.session === number)
      await series.does(
        { type: 'excuse', session: this.#id, organisation: series.organisation(EXCUSED.who), on: true },
        series.person(EXCUSED.who).token,
      )
    if (number > 1)
      for (const letter of LETTERS)
        if (number !== EXCUSED.session || letter !== EXCUSED.who) await series.comes(number, letter)
  }

  /** What became of what the session before took home and promised; who takes it says so. */
  async #lookBack(): Promise<void> {
    const { series, number } = this
    const info = await series.info()
    for (const { session, idea, to, status, saw } of TAKEN.filter((one) => one.session === number - 1)) {
      const taken = info.takeHomes.find((one) => one.text === idea && one.session === series.session(session).id)
      if (!taken) throw new Error(`nobody took home: ${idea}`)
      await series.does(
        { type: 'changeTakeHome', takeHome: taken.id, status, saw },
        series.person(to[0] as Letter).token,
      )
    }
    for (const { what, who, status } of PROMISED.filter((one) => one.session === number - 1)) {
      const promised = info.commitments.find((one) => one.what === what)
      if (!promised) throw new Error(`nobody promised: ${what}`)
      await series.does(
        { type: 'changeCommitment', commitment: promised.id, status },
        series.person(who[0] as Letter).token,
      )
    }
  }

  get #id() {
    return this.series.session(this.number).id
  }
  #zone(kind: ZoneKind): ZoneId {
    const zone = this.series.session(this.number).zones.find((one) => one.kind === kind)
    if (!zone) throw new Error(`session ${this.number} has no zone of kind ${kind}`)
    return zone.id
  }
  #aspect(by: Letter, aspect: number): ZoneId {
    const presenter = PRESENTERS[this.number - 1]?.[0] === by ? 'host' : 'second'
    const zones = this.series.session(this.number).zones.filter((zone) => zone.presenter === presenter)
    return zones[aspect]?.id as ZoneId
  }
  async #note(by: Letter, text: string, zone: ZoneId, kind: NoteKind = 'idea'): Promise<void> {
    const board = await this.series.board(this.number, by)
    const writer = { author: this.series.person(by).id as never, organisation: this.series.organisation(by) }
    writeNote(board.board, writer, { text, zone, x: 0, y: 0, kind }, Date.now())
    await board.saved()
    if (board.refusals.length > 0) throw new Error(`${by} could not write: ${board.refusals.join()}`)
    board.leave()
  }

  async #expect(): Promise<void> {
    for (const { notes } of EXPECTED)
      for (const [i, text] of notes.entries()) await this.#note(LETTERS[i] as Letter, text, this.#zone('expectations'))
    await this.#note('D', PARKED.text, this.#zone('parked'))
  }

  async #write(): Promise<void> {
    for (const { by, aspect, own, reactions } of SHOWN.filter(({ session }) => session === this.number)) {
      await this.#note(by, own, this.#aspect(by, aspect))
      for (const { by: listener, kind, text } of reactions)
        if (this.number !== EXCUSED.session || listener !== EXCUSED.who)
          await this.#note(listener, text, this.#aspect(by, aspect), kind)
    }
    for (const { from, idea } of TAKEN.filter(({ session }) => session === this.number))
      await this.#note(from, idea, this.#zone('crossPollination'))
  }

  /** The facilitator gathers the expectations into themes, and numbers them. */
  async #number(): Promise<void> {
    const { series } = this
    const author = { author: series.network.created.facilitator.id as never, organisation: null }
    await onBoard(series, 1, (board) => {
      for (const { title, notes } of EXPECTED) {
        const ids: NoteId[] = notes.map((text) => noteWith(board, text))
        makeTheme(board.board, author, { title, zone: this.#zone('expectations'), colour: 'heide' }, Date.now(), ids)
      }
    })
    await series.does({ type: 'numberExpectations', session: this.#id })
  }

  /** All that is stated of the series in this session, by whom it is theirs to state. */
  async #say(): Promise<void> {
    const { series, number } = this
    const reader = await series.guides(number)
    for (const { words, expectation } of TIED.filter(({ session }) => session === number))
      await series.does(
        {
          type: 'tie',
          expectation: await series.expectation(expectation),
          session: this.#id,
          target: noteWith(reader, words),
          on: true,
        },
        series.person('B').token,
      )
    for (const { idea, from, to, firstStep } of TAKEN.filter(({ session }) => session === number)) {
      const taker = to.length === 1 ? series.person(to[0] as Letter).token : series.network.token
      await series.does(
        {
          type: 'takeHome',
          session: this.#id,
          target: noteWith(reader, idea),
          what: idea,
          from: [series.organisation(from)],
          to: to.map(series.organisation),
          firstStep,
        },
        taker,
      )
    }
    for (const { who, what } of PROMISED.filter(({ session }) => session === number)) {
      const speaker = who.length === 1 ? series.person(who[0] as Letter).token : series.network.token
      await series.does({ type: 'commit', session: this.#id, who: who.map(series.organisation), what }, speaker)
    }
    if (number === 3)
      for (const { expectation, standing, sentence } of CHECKED)
        await series.does({
          type: 'checkExpectation',
          expectation: await series.expectation(expectation),
          standing,
          sentence,
        })
    for (const [i, answer] of (ANSWERS[number - 1] ?? []).entries())
      await series.does({ type: 'answerCheck', session: this.#id, answer }, series.person(LETTERS[i] as Letter).token)
    await this.#carryOver(reader)
    reader.leave()
  }

  async #carryOver(reader: Writer): Promise<void> {
    const { series, number } = this
    const going = CARRIED.filter(({ from }) => from === number)
    const [first] = going
    if (!first) return
    const info = await series.info()
    const ids = <T extends string>(kind: string, find: (words: string) => T | undefined) =>
      going.filter((one) => one.kind === kind).map(({ words }) => find(words) as T)
    await series.does({
      type: 'carryOver',
      from: this.#id,
      to: series.session(first.to).id,
      expectations: ids<ExpectationId>(
        'expectation',
        (words) => info.expectations.find(({ text }) => text === words)?.id,
      ),
      commitments: ids('commitment', (words) => info.commitments.find(({ what }) => what === words)?.id),
      notes: ids('note', (words) => noteWith(reader, words)),
    })
  }
}
