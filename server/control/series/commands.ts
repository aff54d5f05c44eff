import * as v from 'valibot'
import {
  newCommitmentId,
  newExpectationId,
  newTakeHomeId,
  type NoteId,
  type OrganisationId,
  type SessionId,
  type ThemeId,
} from '../../../shared/model/ids.ts'
import { byRank } from '../../../shared/model/board.ts'
import type { Network } from '../../../shared/model/network.ts'
import type { Refusal } from '../../../shared/model/refusal.ts'
import type { Target } from '../../../shared/model/series.ts'
import { SERIES_COMMANDS, type SeriesAnswer, type SeriesCommandType } from '../../../shared/wire/series-commands.ts'
import { mayActAs, type Visitor } from '../../access/visitor.ts'
import { readBoard } from '../board-access.ts'
import { given, isRefusal } from '../change-session.ts'
import type { House } from '../house.ts'
import { memberOf } from '../people.ts'
import { setAspects } from './aspects.ts'
import { carryOver } from './carry.ts'
import { changeSeries, type SeriesChange } from './change-series.ts'
import { answerCheck, excuse, organisationLeft, substitute } from './gathering.ts'
import {
  addExpectation,
  changeExpectation,
  checkExpectation,
  judge,
  numberThemes,
  orderExpectations,
  removeExpectation,
  tie,
} from './ledger.ts'
import {
  addCommitment,
  addTakeHome,
  changeCommitment,
  changeTakeHome,
  isTheirs,
  removeCommitment,
  removeTakeHome,
} from './pledges.ts'
import { speakerOf } from './series-info.ts'
import { shownAt, titled, withReunion, withWords } from './told.ts'

// Every command of shared/wire/series-commands.ts, carried out.

interface Asked {
  readonly house: House
  readonly network: Network
  readonly visitor: Exclude<Visitor, { role: 'wall' }>
}

type FieldsOf<T extends SeriesCommandType> = v.InferOutput<(typeof SERIES_COMMANDS)[T]['fields']>
type Handlers = { readonly [T in SeriesCommandType]: (asked: Asked, fields: FieldsOf<T>) => Promise<SeriesAnswer> }

const no = (refusal: Refusal): SeriesAnswer => ({ ok: false, refusal })

async function change({ house, network }: Asked, step: SeriesChange, more: object = {}): Promise<SeriesAnswer> {
  const changed = await changeSeries(house, network.id, step)
  return isRefusal(changed) ? no(changed) : { ok: true, version: changed.version, ...more }
}

const HANDLERS: Handlers = {
  setAspects: async ({ house, network }, { aspects }) => {
    const set = await setAspects(house, network.id, aspects)
    return isRefusal(set) ? no(set) : { ok: true, version: set.version }
  },

  numberExpectations: async (asked, { session }) => {
    const themes = await expectedIn(asked, session)
    if (isRefusal(themes)) return no(themes)
    let added = 0
    const answer = await change(asked, (series) => {
      const next = numberThemes(series, session, themes)
      if (!isRefusal(next)) added = next.expectations.length - series.expectations.length
      return next
    })
    return answer.ok ? { ...answer, added } : answer
  },
  addExpectation: (asked, { text }) => {
    const expectation = newExpectationId()
    return change(asked, (series) => addExpectation(series, expectation, text), { expectation })
  },
  changeExpectation: (asked, { expectation, text }) =>
    change(asked, (series) => changeExpectation(series, expectation, text)),
  orderExpectations: (asked, { expectations }) => change(asked, (series) => orderExpectations(series, expectations)),
  removeExpectation: (asked, { expectation }) => change(asked, (series) => removeExpectation(series, expectation)),
  tie: async (asked, tying) => {
    const { visitor } = asked
    // What is gone can still be untied.
    const wrong = tying.on ? await notThere(asked, tying.session, tying.target) : null
    if (wrong) return no(wrong)
    return change(asked, (series) => tie(series, tying, visitor.member.id, visitor.role === 'facilitator'))
  },
  checkExpectation: (asked, { expectation, standing, sentence }) =>
    change(asked, (series) => checkExpectation(series, expectation, standing, sentence)),
  judge: async (asked, { expectation, outcome, ...rest }) => {
    const known = new Set((await asked.house.storage.sessionsOf(asked.network.id)).map(({ id }) => id))
    if (rest.notes?.some(({ session }) => !known.has(session))) return no('session-unknown')
    return change(asked, (series) => judge(series, expectation, outcome, given(rest)))
  },

  takeHome: async (asked, { session, target = null, ...rest }) => {
    const wrong = (await notThere(asked, session, target)) ?? unknownIn(asked.network, rest.from, rest.to)
    if (wrong) return no(wrong)
    const takeHome = newTakeHomeId()
    const { from = [], firstStep = '', by = null, help = '', what, to } = rest
    const said = { from: unique(from), firstStep, by, help, what, to: unique(to) }
    const added = { ...said, id: takeHome, session, target, status: 'open' as const, saw: '' }
    return change(asked, (series) => addTakeHome(series, speakerOf(asked.visitor), added), { takeHome })
  },
  changeTakeHome: async (asked, { takeHome, ...rest }) => {
    const wrong = unknownIn(asked.network, rest.from, rest.to)
    if (wrong) return no(wrong)
    return change(asked, (series) => changeTakeHome(series, speakerOf(asked.visitor), takeHome, given(rest)))
  },
  removeTakeHome: (asked, { takeHome }) =>
    change(asked, (series) => removeTakeHome(series, speakerOf(asked.visitor), takeHome)),

  commit: async (asked, { session, who, what, by = null }) => {
    const wrong = (await notThere(asked, session, null)) ?? unknownIn(asked.network, who)
    if (wrong) return no(wrong)
    const commitment = newCommitmentId()
    const added = { id: commitment, session, who: unique(who), what, by, status: 'open' as const }
    return change(asked, (series) => addCommitment(series, speakerOf(asked.visitor), added), { commitment })
  },
  changeCommitment: async (asked, { commitment, ...rest }) => {
    const wrong = unknownIn(asked.network, rest.who)
    if (wrong) return no(wrong)
    return change(asked, (series) => changeCommitment(series, speakerOf(asked.visitor), commitment, given(rest)))
  },
  removeCommitment: (asked, { commitment }) =>
    change(asked, (series) => removeCommitment(series, speakerOf(asked.visitor), commitment)),

  carryOver: async ({ house, network }, { from, to, expectations = [], themes = [], commitments = [], notes = [] }) => {
    const carried = await carryOver(house, network.id, { from, to, expectations, themes, commitments, notes })
    return isRefusal(carried) ? no(carried) : { ok: true, ...carried }
  },

  askCheck: (asked, { question }) =>
    change(asked, (series) => (series.question === question ? series : { ...series, question })),
  answerCheck: async (asked, { session, answer }) => {
    const wrong = await notThere(asked, session, null)
    if (wrong) return no(wrong)
    return change(asked, (series) => answerCheck(series, session, asked.visitor.member.id, answer))
  },

  excuse: async (asked, { session, organisation, on }) => {
    const wrong = (await notThere(asked, session, null)) ?? unknownIn(asked.network, [organisation])
    if (wrong) return no(wrong)
    if (!isTheirs(speakerOf(asked.visitor), [organisation])) return no('not-yours')
    return change(asked, (series) => excuse(series, session, organisation, on))
  },
  substitute: async (asked, { participant, on }) => {
    if (!(await memberOf(asked.house, asked.network.id, participant))) return no('participant-unknown')
    return change(asked, (series) => substitute(series, participant, on))
  },
  organisationLeft: async (asked, { organisation, on }) => {
    const wrong = unknownIn(asked.network, [organisation])
    return wrong ? no(wrong) : change(asked, (series) => organisationLeft(series, organisation, on))
  },
  keepSeries: (asked, { on }) =>
    change(asked, (series) => (series.outlives === on ? series : { ...series, outlives: on })),

  summariseSeries: (asked, { text, was }) => change(asked, (series) => withWords(series, 'summary', text, was)),
  explainNetwork: (asked, { text, was }) => change(asked, (series) => withWords(series, 'about', text, was)),
  titlePart: (asked, { part, expectation }) => change(asked, (series) => titled(series, part, expectation)),
  setReunion: async (asked, { reunion }) => {
    const wrong = reunion?.host ? unknownIn(asked.network, [reunion.host]) : null
    if (wrong) return no(wrong)
    const next = reunion && {
      startsAt: reunion.startsAt,
      endsAt: reunion.endsAt ?? null,
      host: reunion.host ?? null,
      venue: reunion.venue ?? '',
    }
    return change(asked, (series) => withReunion(series, next))
  },
  publishSeriesRecord: (asked, { level, on }) => change(asked, (series) => shownAt(series, level, on)),
}

/** Carries out what came in, whatever it is. A refusal left everything as it was. */
export async function carryOutSeries(
  house: House,
  network: Network,
  visitor: Visitor,
  message: unknown,
): Promise<SeriesAnswer> {
  const { type, ...fields } = typeof message === 'object' && message !== null ? (message as { type?: unknown }) : {}
  if (!isCommandType(type)) return no('malformed')
  if (visitor.role === 'wall' || !mayActAs(visitor.role, SERIES_COMMANDS[type].who)) return no('not-for-you')
  return handle(type, { house, network, visitor }, fields)
}

const isCommandType = (type: unknown): type is SeriesCommandType =>
  typeof type === 'string' && Object.hasOwn(SERIES_COMMANDS, type)

async function handle<T extends SeriesCommandType>(type: T, asked: Asked, fields: unknown): Promise<SeriesAnswer> {
  const parsed = v.safeParse(SERIES_COMMANDS[type].fields as v.GenericSchema<unknown, FieldsOf<T>>, fields)
  return parsed.success ? HANDLERS[type](asked, parsed.output) : no('malformed')
}

const unique = (ids: readonly OrganisationId[]): OrganisationId[] => [...new Set(ids)]

function unknownIn(
  { organisations }: Network,
  ...lists: readonly (readonly OrganisationId[] | undefined)[]
): Refusal | null {
  const known = new Set(organisations.map(({ id }) => id))
  return lists.some((list) => list?.some((id) => !known.has(id))) ? 'organisation-unknown' : null
}

/** Why a session of this network, or a note or theme on its board, cannot be meant; null when it can. */
async function notThere({ house, network }: Asked, session: SessionId, target: Target | null): Promise<Refusal | null> {
  const found = await house.storage.findSession(session)
  if (found?.network !== network.id) return 'session-unknown'
  if (target === null) return null
  const board = await readBoard(house, session)
  if (isRefusal(board)) return board
  return board.notes.has(target as NoteId) || board.themes.has(target as ThemeId) ? null : 'note-unknown'
}

/** The themes where a session asks what people expect, in the facilitator's order. */
async function expectedIn({ house, network }: Asked, session: SessionId) {
  const found = await house.storage.findSession(session)
  if (found?.network !== network.id) return 'session-unknown' as const
  const board = await readBoard(house, session)
  if (isRefusal(board)) return board
  const asked = new Set(found.control.zones.filter(({ kind }) => kind === 'expectations').map(({ id }) => id))
  // Where a theme was made in no zone, its notes tell what it is about.
  const aboutExpectations = ({ id, zone }: { id: ThemeId; zone: string | null }) => {
    if (zone !== null) return asked.has(zone as never)
    const notes = [...board.notes.values()].filter(({ place }) => place.theme === id)
    return notes.length > 0 && notes.every(({ place }) => asked.has(place.zone))
  }
  return [...board.themes.values()].filter((theme) => theme.status === 'theme' && aboutExpectations(theme)).sort(byRank)
}
