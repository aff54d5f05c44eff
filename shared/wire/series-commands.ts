import * as v from 'valibot'
import { BOUNDS } from '../model/bounds.ts'
import {
  isId,
  type CommitmentId,
  type ExpectationId,
  type NoteId,
  type OrganisationId,
  type ParticipantId,
  type SessionId,
  type TakeHomeId,
  type ThemeId,
} from '../model/ids.ts'
import { isMoment } from '../model/moment.ts'
import type { Role } from '../model/network.ts'
import type { Refusal } from '../model/refusal.ts'
import {
  CHECK_ANSWERS,
  COMMITMENT_STATUSES,
  OUTCOMES,
  SHOWN_TO,
  STANDINGS,
  TAKE_HOME_STATUSES,
  TITLED_PARTS,
  type Target,
} from '../model/series.ts'

// What is said about the series: one table, carried out once in `server/control/series-commands.ts`, and reached by
// POST /api/networks/:id/commands.

const id = <T extends string>() => v.custom<T>(isId, 'an id')
const text = (most: number) => v.pipe(v.string(), v.trim(), v.maxLength(most))
const words = (most: number) => v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(most))
const title = words(BOUNDS.title)
const sentence = text(BOUNDS.sentence)
const session = id<SessionId>()
const expectation = id<ExpectationId>()
const organisations = v.pipe(v.array(id<OrganisationId>()), v.maxLength(BOUNDS.organisationsPerNetwork))
const someOrganisations = v.pipe(organisations, v.minLength(1))
const moment = v.custom<string>(isMoment, 'a moment in ISO 8601 with an offset')
const date = v.nullable(v.pipe(v.string(), v.isoDate()))

const takeHome = {
  what: words(BOUNDS.sentence),
  from: organisations,
  /** Who takes it home: a member names the own organisation alone. */
  to: someOrganisations,
  firstStep: sentence,
  by: date,
  help: sentence,
}

const commitment = {
  who: someOrganisations,
  what: words(BOUNDS.sentence),
  by: date,
}

interface SeriesCommandRule<S extends v.ObjectEntries> {
  /** The least role that may. */
  readonly who: Exclude<Role, 'wall'>
  readonly fields: v.StrictObjectSchema<S, undefined>
}

const command = <S extends v.ObjectEntries>(who: Exclude<Role, 'wall'>, entries: S): SeriesCommandRule<S> => ({
  who,
  fields: v.strictObject(entries),
})

export const SERIES_COMMANDS = {
  /** The whole list; `was` is what an aspect was called before. Sessions that did not begin follow. */
  setAspects: command('facilitator', {
    aspects: v.pipe(
      v.array(v.strictObject({ title, was: v.optional(title) })),
      v.minLength(1),
      v.maxLength(BOUNDS.aspects),
    ),
  }),

  /** The themes where a session asks what people expect become expectations, in their order; once each. */
  numberExpectations: command('facilitator', { session }),
  addExpectation: command('facilitator', { text: title }),
  changeExpectation: command('facilitator', { expectation, text: title }),
  orderExpectations: command('facilitator', { expectations: v.array(expectation) }),
  /** With all that is tied to it. */
  removeExpectation: command('facilitator', { expectation }),
  /** A note or theme touches an expectation, or does not any more. */
  tie: command('member', { expectation, session, target: id<Target>(), on: v.boolean() }),
  /** Are we doing well? Null takes it back. */
  checkExpectation: command('facilitator', {
    expectation,
    standing: v.nullable(v.picklist(STANDINGS)),
    sentence: v.optional(sentence),
  }),
  /** Null takes it back. */
  judge: command('facilitator', {
    expectation,
    outcome: v.nullable(v.picklist(OUTCOMES)),
    sentence: v.optional(sentence),
    notes: v.optional(v.pipe(v.array(v.strictObject({ session, note: id<NoteId>() })), v.maxLength(20))),
  }),

  takeHome: command('member', {
    session,
    target: v.optional(v.nullable(id<Target>())),
    ...v.partial(v.object(takeHome)).entries,
    what: takeHome.what,
    to: takeHome.to,
  }),
  changeTakeHome: command('member', {
    takeHome: id<TakeHomeId>(),
    ...v.partial(v.object(takeHome)).entries,
    status: v.optional(v.picklist(TAKE_HOME_STATUSES)),
    /** What was seen of it. */
    saw: v.optional(sentence),
  }),
  removeTakeHome: command('member', { takeHome: id<TakeHomeId>() }),

  commit: command('member', { session, who: commitment.who, what: commitment.what, by: v.optional(date) }),
  changeCommitment: command('member', {
    commitment: id<CommitmentId>(),
    ...v.partial(v.object(commitment)).entries,
    status: v.optional(v.picklist(COMMITMENT_STATUSES)),
  }),
  removeCommitment: command('member', { commitment: id<CommitmentId>() }),

  /** What goes along into another session. What went before does not go twice. */
  carryOver: command('facilitator', {
    from: session,
    to: session,
    expectations: v.optional(v.array(expectation)),
    themes: v.optional(v.array(id<ThemeId>())),
    commitments: v.optional(v.array(id<CommitmentId>())),
    /** Parked notes. */
    notes: v.optional(v.array(id<NoteId>())),
  }),

  /** Empty asks the shipped question. */
  askCheck: command('facilitator', { question: text(BOUNDS.title) }),
  /** Once a person and session. Nobody learns whose it is. */
  answerCheck: command('member', { session, answer: v.picklist(CHECK_ANSWERS) }),

  /** Nobody of an organisation can come: a member says it of the own. */
  excuse: command('member', { session, organisation: id<OrganisationId>(), on: v.boolean() }),
  substitute: command('facilitator', { participant: id<ParticipantId>(), on: v.boolean() }),
  organisationLeft: command('facilitator', { organisation: id<OrganisationId>(), on: v.boolean() }),
  /** What was said about the series stays when a board is erased by itself. */
  keepSeries: command('facilitator', { on: v.boolean() }),

  // The record of the series.
  /** The facilitator's sentences at its top. With `was` it is refused when another wrote meanwhile. */
  summariseSeries: command('facilitator', { text: text(BOUNDS.summary), was: v.optional(v.string()) }),
  /** What a learning network is, on the page for anyone; empty for the shipped words. */
  explainNetwork: command('facilitator', { text: text(BOUNDS.summary), was: v.optional(v.string()) }),
  /** The expectation that gives its title to a part of the record; null for the shipped title. */
  titlePart: command('facilitator', { part: v.picklist(TITLED_PARTS), expectation: v.nullable(expectation) }),
  /** The meeting after the series; null for none. */
  setReunion: command('facilitator', {
    reunion: v.nullable(
      v.strictObject({
        startsAt: moment,
        endsAt: v.optional(v.nullable(moment)),
        host: v.optional(v.nullable(id<OrganisationId>())),
        venue: v.optional(text(BOUNDS.title)),
      }),
    ),
  }),
  /** Members read it at this level from now on, or no more. */
  publishSeriesRecord: command('facilitator', { level: v.picklist(SHOWN_TO), on: v.boolean() }),
} as const

export type SeriesCommandType = keyof typeof SERIES_COMMANDS

/** A command as it travels: its type beside its fields. */
export type SeriesCommand = {
  [T in SeriesCommandType]: { readonly type: T } & v.InferInput<(typeof SERIES_COMMANDS)[T]['fields']>
}[SeriesCommandType]

export type SeriesAnswer =
  | {
      readonly ok: true
      /** Of the series: goes up by one with every command that changed something. */
      readonly version: number
      readonly expectation?: ExpectationId
      readonly takeHome?: TakeHomeId
      readonly commitment?: CommitmentId
      /** How many expectations, or things to carry over, came of it. */
      readonly added?: number
    }
  | { readonly ok: false; readonly refusal: Refusal }
