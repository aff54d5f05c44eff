import * as v from 'valibot'
import { MARK_KINDS } from '../model/board.ts'
import { BOUNDS } from '../model/bounds.ts'
import {
  isId,
  type CorrectionId,
  type DecisionId,
  type NoteId,
  type OrganisationId,
  type ParticipantId,
  type SessionId,
  type StepId,
  type ThemeId,
  type ZoneId,
} from '../model/ids.ts'
import { CLUSTERING, DOORS, IDENTITIES, STEP_MODES, type Role } from '../model/network.ts'
import { TIMER_MOST } from '../model/timer.ts'
import { PRESENTERS, ZONE_KINDS } from '../model/zone.ts'
import { VOTE_ON, type Target } from '../model/vote.ts'
import type { Refusal } from '../model/refusal.ts'

// One table of commands: what each takes and who may. `server/control` carries them out, once, whether they come over
// Socket.IO (event `command`) or POST /api/sessions/:id/commands.

const id = <T extends string>() => v.custom<T>(isId, 'an id')
const zoneId = id<ZoneId>()
const stepId = id<StepId>()
const text = (most: number) => v.pipe(v.string(), v.trim(), v.maxLength(most))
const title = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(BOUNDS.title))
const sentence = v.pipe(text(BOUNDS.sentence), v.minLength(1))
const prompt = text(BOUNDS.prompt)
const minutes = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(600))

const step = {
  title,
  prompt,
  minutes,
  mode: v.picklist(STEP_MODES),
  zone: v.nullable(zoneId),
  identity: v.picklist(IDENTITIES),
}

/** What a new step may leave out. */
const newStep = v.strictObject({ ...v.partial(v.object(step)).entries, title })

const view = v.variant('kind', [
  v.object({ kind: v.literal('code') }),
  v.object({ kind: v.literal('step') }),
  v.object({ kind: v.literal('overview') }),
  v.object({ kind: v.literal('vote') }),
  v.object({ kind: v.literal('record') }),
  v.object({ kind: v.literal('zone'), zone: zoneId }),
  v.object({ kind: v.literal('theme'), theme: id<ThemeId>() }),
])

interface CommandRule<S extends v.ObjectEntries> {
  /** The least role that may. */
  readonly who: Exclude<Role, 'wall'>
  /** What it does that a session which is over takes no more: says or writes something, or orders what is there. */
  readonly does?: 'write' | 'order' | undefined
  readonly fields: v.StrictObjectSchema<S, undefined>
}

const command = <S extends v.ObjectEntries>(
  who: Exclude<Role, 'wall'>,
  entries: S,
  does?: 'write' | 'order',
): CommandRule<S> => ({
  who,
  does,
  fields: v.strictObject(entries),
})

export const COMMANDS = {
  addZone: command(
    'facilitator',
    {
      zone: v.strictObject({
        kind: v.picklist(ZONE_KINDS),
        title,
        prompt: v.optional(prompt),
        aspect: v.optional(text(BOUNDS.title)),
        presenter: v.optional(v.picklist(PRESENTERS)),
        organisation: v.optional(id<OrganisationId>()),
      }),
    },
    'order',
  ),
  changeZone: command(
    'facilitator',
    {
      zone: zoneId,
      title: v.optional(title),
      prompt: v.optional(prompt),
      hidden: v.optional(v.boolean()),
      locked: v.optional(v.boolean()),
    },
    'order',
  ),
  removeZone: command('facilitator', { zone: zoneId }, 'order'),
  orderZones: command('facilitator', { zones: v.array(zoneId) }, 'order'),
  startStep: command('facilitator', { step: stepId }),
  addStep: command('facilitator', {
    step: newStep,
    /** It comes right before this one; without it, at the end. */
    before: v.optional(stepId),
  }),
  removeStep: command('facilitator', { step: stepId }),
  orderSteps: command('facilitator', { steps: v.array(stepId) }),
  timer: command('facilitator', {
    action: v.picklist(['start', 'pause', 'resume', 'add', 'stop']),
    /** How long (`start`), or how much more (`add`; below zero: less). */
    seconds: v.optional(v.pipe(v.number(), v.integer(), v.minValue(-TIMER_MOST), v.maxValue(TIMER_MOST))),
  }),
  changeStep: command('facilitator', { step: stepId, ...v.partial(v.object(step)).entries }),
  bringHere: command('facilitator', {
    view,
    /** `wall`: only the wall follows. */
    only: v.optional(v.literal('wall')),
  }),
  openVote: command(
    'facilitator',
    {
      on: v.picklist(VOTE_ON),
      /** Each person's. */
      dots: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(BOUNDS.dotsPerPerson)),
      zone: v.optional(zoneId),
    },
    'write',
  ),
  closeVote: command('facilitator', {}),
  castDots: command(
    'member',
    {
      target: id<Target>(),
      /** Instead of those that this person had on it. */
      dots: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(BOUNDS.dotsPerPerson)),
    },
    'write',
  ),
  reveal: command('facilitator', {
    /** Only the drafts of this zone. */
    zone: v.optional(zoneId),
  }),
  publish: command(
    'member',
    {
      notes: v.pipe(v.array(id<NoteId>()), v.minLength(1), v.maxLength(BOUNDS.notesPerPerson)),
    },
    'write',
  ),
  withdraw: command('member', { note: id<NoteId>(), key: v.optional(id<NoteId>()) }),
  rewrite: command(
    'member',
    {
      note: id<NoteId>(),
      key: v.optional(id<NoteId>()),
      text: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(BOUNDS.noteText)),
    },
    'write',
  ),
  endSession: command('facilitator', {}),
  ready: command('member', {
    on: v.boolean(),
    /** The step that is meant: who pressed just when the next one began says nothing about that one. */
    step: v.optional(stepId),
  }),
  raiseHand: command('member', { on: v.boolean() }, 'write'),
  mark: command('member', { note: id<NoteId>(), kind: v.picklist(MARK_KINDS), on: v.boolean() }, 'write'),
  clustering: command('facilitator', { by: v.picklist(CLUSTERING) }),
  setDoor: command('facilitator', { door: v.picklist(DOORS) }),
  newCode: command('facilitator', {}),
  /** Someone who has no device: a name or an organisation (an id, or a name of the list). */
  addPerson: command('facilitator', {
    name: v.optional(text(BOUNDS.personName)),
    organisation: v.optional(text(BOUNDS.title)),
  }),
  removeParticipant: command('facilitator', { participant: id<ParticipantId>() }),
  changeParticipant: command('facilitator', {
    participant: id<ParticipantId>(),
    name: v.optional(v.nullable(text(BOUNDS.personName))),
    organisation: v.optional(v.nullable(id<OrganisationId>())),
    /** Lets in who waits at the door. */
    admit: v.optional(v.literal(true)),
    role: v.optional(v.picklist(['member', 'facilitator'])),
  }),
  takeDown: command('facilitator', { note: id<NoteId>() }),
  park: command('facilitator', { note: id<NoteId>() }, 'order'),
  /** The introduction of the record. `was`: what its writer saw before; `changed-meanwhile` when it is another by now. */
  summariseRecord: command('facilitator', { text: text(BOUNDS.summary), was: v.optional(v.string()) }),
  /** A theme was deepened, with what came of it; `null`: it was not. */
  deepen: command('facilitator', {
    theme: id<ThemeId>(),
    text: v.nullable(text(BOUNDS.summary)),
    was: v.optional(v.nullable(v.string())),
  }),
  leaveOut: command('facilitator', { note: id<NoteId>(), on: v.boolean() }),
  keepInGroup: command('facilitator', { note: id<NoteId>(), on: v.boolean() }),
  decide: command('facilitator', { text: sentence }),
  changeDecision: command('facilitator', {
    decision: id<DecisionId>(),
    text: v.nullable(sentence),
    was: v.optional(v.string()),
  }),
  correct: command('facilitator', { text: sentence }),
  removeCorrection: command('facilitator', { correction: id<CorrectionId>() }),
  /** `session`: the one in which the group agreed. */
  approveRecord: command('facilitator', { on: v.boolean(), session: v.optional(id<SessionId>()) }),
  publishRecord: command('facilitator', { level: v.picklist(['group', 'organisation', 'public']), on: v.boolean() }),
} as const

export type CommandType = keyof typeof COMMANDS

/** A command as it travels: its type beside its fields. */
export type Command = {
  [T in CommandType]: { readonly type: T } & v.InferInput<(typeof COMMANDS)[T]['fields']>
}[CommandType]

/** An own draft that became a note. */
export interface Shown {
  readonly draft: NoteId
  readonly note: NoteId
  /** With it the writer alone can withdraw or rewrite a note that bears nothing of them. */
  readonly key?: NoteId
}

export type CommandAnswer =
  | {
      readonly ok: true
      readonly version: number
      readonly zone?: ZoneId
      readonly step?: StepId
      readonly code?: string
      /** How many drafts became notes. */
      readonly revealed?: number
      readonly published?: readonly Shown[]
      readonly participant?: ParticipantId
      readonly decision?: DecisionId
      readonly correction?: CorrectionId
    }
  | { readonly ok: false; readonly refusal: Refusal }
