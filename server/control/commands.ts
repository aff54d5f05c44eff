import * as v from 'valibot'
import { moveNotes, withdrawNotes, type BoardDoc } from '../../shared/doc/commands.ts'
import { parsePlace } from '../../shared/doc/layout.ts'
import { whyClosed } from '../../shared/model/closed.ts'
import { newStepId, newZoneId, type NoteId, type SessionId, type ZoneId } from '../../shared/model/ids.ts'
import type { Step } from '../../shared/model/network.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import { COMMANDS, type CommandAnswer, type CommandType } from '../../shared/wire/commands.ts'
import { mayActAs, type Visitor } from '../access/visitor.ts'
import type { StoredSession } from '../storage/storage.ts'
import { addStep, changeStep, orderSteps, removeStep, startStep } from './agenda.ts'
import { readBoard, writeBoard } from './board-access.ts'
import { changeSession, given, isRefusal, type Change } from './change-session.ts'
import { bringHere, showOnWall } from './here.ts'
import type { House } from './house.ts'
import { mark } from './marks.ts'
import {
  approveRecord,
  changeDecision,
  correct,
  decide,
  deepen,
  keepBack,
  removeCorrection,
  summarise,
} from './minutes.ts'
import { newCode } from './new-session.ts'
import { organisationMeant } from './networks.ts'
import { addPerson, changePerson, changeRole, memberOf, removePerson } from './people.ts'
import { closedIn } from './session-phase.ts'
import type { Sign } from './signs.ts'
import { actOnTimer, type TimerAction } from './timer.ts'
import { endSession, publish, reveal, zonesWithDrafts } from './pads.ts'
import { rewrite, withdraw } from './unnamed.ts'
import { castDots, closeVote, openVote } from './votes.ts'
import { addZone, changeZone, hasZone, orderZones, removeZone } from './zones.ts'

// Every command of shared/wire/commands.ts, carried out: over Socket.IO and over HTTP alike.

interface Asked {
  readonly house: House
  readonly session: StoredSession
  readonly visitor: Visitor
}

type FieldsOf<T extends CommandType> = v.InferOutput<(typeof COMMANDS)[T]['fields']>
/** What a step is that says only its title. */
const NEW_STEP: Omit<Step, 'id' | 'title'> = { mode: 'talk', minutes: 10, zone: null, identity: 'name', prompt: '' }

type Handlers = { readonly [T in CommandType]: (asked: Asked, fields: FieldsOf<T>) => Promise<CommandAnswer> }

const no = (refusal: Refusal): CommandAnswer => ({ ok: false, refusal })
const done = ({ session }: Asked): CommandAnswer => ({ ok: true, version: session.version })

async function change({ house, session }: Asked, step: Change, more: object = {}): Promise<CommandAnswer> {
  const changed = await changeSession(house, session.id, step)
  return changed.ok ? { ok: true, version: changed.session.version, ...more } : changed
}

const HANDLERS: Handlers = {
  addZone: async (asked, { zone }) => {
    const { organisation } = zone
    const network = await asked.house.storage.findNetwork(asked.session.network)
    if (organisation && !network?.organisations.some(({ id }) => id === organisation)) return no('organisation-unknown')
    const id = newZoneId()
    const { kind, title, ...rest } = zone
    return change(asked, (control) => addZone(control, { id, kind, title, ...given(rest) }), { zone: id })
  },
  changeZone: (asked, { zone, ...fields }) => change(asked, (control) => changeZone(control, zone, given(fields))),
  removeZone: async (asked, { zone }) => {
    if (!hasZone(asked.session.control, zone)) return no('zone-unknown')
    const taken = await hasNotes(asked, zone)
    if (taken !== false) return no(isRefusal(taken) ? taken : 'zone-not-empty')
    // Drafts count too, although nobody but their writers may know of them more than that they are.
    if ((await zonesWithDrafts(asked.house, asked.session.id)).has(zone)) return no('zone-not-empty')
    return change(asked, (control) => removeZone(control, zone))
  },
  orderZones: (asked, { zones }) => change(asked, (control) => orderZones(control, zones)),

  startStep: async (asked, { step }) => {
    const { house, session } = asked
    const held = Object.keys(session.control.promised).length > 0 ? await zonesWithDrafts(house, session.id) : undefined
    return change(asked, (control) => startStep(control, step, house.now(), held))
  },
  addStep: (asked, { step, before }) => {
    const added: Step = { ...NEW_STEP, ...given(step), title: step.title, id: newStepId() }
    return change(asked, (control) => addStep(control, added, before), { step: added.id })
  },
  changeStep: (asked, { step, ...fields }) => change(asked, (control) => changeStep(control, step, given(fields))),
  removeStep: (asked, { step }) => change(asked, (control) => removeStep(control, step)),
  orderSteps: (asked, { steps }) => change(asked, (control) => orderSteps(control, steps)),
  timer: async (asked, what) => {
    const { action, seconds } = what
    const takesNumber = action === 'start' || action === 'add'
    if (seconds !== undefined && (!takesNumber || (action === 'start' && seconds < 1))) return no('malformed')
    return change(asked, (control) => actOnTimer(control, given(what) as TimerAction, asked.house.now()))
  },
  bringHere: async (asked, { view, only }) => {
    if (view.kind === 'theme') {
      const board = await readBoard(asked.house, asked.session.id)
      if (isRefusal(board)) return no(board)
      if (!board.themes.has(view.theme)) return no('theme-unknown')
    }
    return change(asked, (control) =>
      only === 'wall' ? showOnWall(control, view) : bringHere(control, view, asked.house.now()),
    )
  },
  openVote: ({ house, session }, { zone = null, ...vote }) => openVote(house, session.id, { ...vote, zone }),
  closeVote: ({ house, session }) => closeVote(house, session.id),
  castDots: ({ house, session, visitor }, { target, dots }) => castDots(house, session.id, visitor, target, dots),
  reveal: ({ house, session }, { zone = null }) => reveal(house, session.id, zone),
  publish: ({ house, session, visitor }, { notes }) => publish(house, session.id, visitor, notes),
  withdraw: (asked, { note, key }) => withdraw(asked, note, key),
  rewrite: (asked, { note, key, text }) => rewrite(asked, note, key, text),
  endSession: ({ house, session }) => endSession(house, session.id),
  ready: async (asked, { on, step }) => {
    const running = asked.session.control.step
    if (!running || (step !== undefined && step !== running.id)) return no('step-over')
    return say(asked, 'ready', on)
  },
  raiseHand: async (asked, { on }) => say(asked, 'hand', on),
  mark: async (asked, { note, kind, on }) => {
    const { house, session, visitor } = asked
    if (visitor.role === 'wall') return no('not-for-you')
    const refusal = await mark(house, session.id, { note, participant: visitor.member.id, kind, on })
    return refusal ? no(refusal) : done(asked)
  },
  clustering: (asked, { by }) => change(asked, (control) => ({ ...control, clustering: by })),

  setDoor: (asked, { door }) => change(asked, (control) => ({ ...control, door })),
  newCode: async (asked) => {
    let code = ''
    // A code that was in use makes the change start anew, with another.
    const answer = await change(asked, (control) => ({ ...control, code: (code = newCode()) }))
    return answer.ok ? { ...answer, code } : answer
  },
  addPerson: async (asked, { name, organisation }) => {
    const { house, session } = asked
    const network = await house.storage.findNetwork(session.network)
    if (!network) return no('session-unknown')
    // Who bears nothing cannot be told from the others.
    if (!name && !organisation) return no('malformed')
    const of = organisation ? await organisationMeant(house, network, organisation, true) : null
    if (isRefusal(of)) return no(of)
    const participant = await addPerson(house, session, name || null, of)
    return isRefusal(participant) ? no(participant) : { ok: true, version: session.version, participant }
  },
  removeParticipant: async (asked, { participant }) => {
    const member = await memberOf(asked.house, asked.session.network, participant)
    if (!member) return no('participant-unknown')
    const refusal = await removePerson(asked.house, member)
    return refusal ? no(refusal) : done(asked)
  },
  changeParticipant: async (asked, { participant, name, organisation, admit, role }) => {
    const member = await memberOf(asked.house, asked.session.network, participant)
    if (!member) return no('participant-unknown')
    const network = await asked.house.storage.findNetwork(member.network)
    if (organisation && !network?.organisations.some(({ id }) => id === organisation)) return no('organisation-unknown')
    const refusal = role ? await changeRole(asked.house, member.id, member.network, role) : null
    if (refusal) return no(refusal)
    await changePerson(asked.house, member, {
      ...given({ name: name === '' ? null : name, organisation }),
      ...(admit && { admitted: true }),
    })
    return done(asked)
  },

  takeDown: (asked, { note }) =>
    onBoard(asked, note, (board) => {
      withdrawNotes(board, [note])
    }),
  park: async (asked, { note }) => {
    const parked = asked.session.control.zones.find(({ kind }) => kind === 'parked')
    if (!parked) return no('zone-unknown')
    return onBoard(asked, note, (board) => moveNotes(board, [{ id: note, zone: parked.id, x: 0, y: 0 }]))
  },
  summariseRecord: ({ house, session }, { text, was }) => summarise(house, session.id, text, was),
  deepen: ({ house, session }, { theme, text, was }) => deepen(house, session.id, theme, text, was),
  leaveOut: ({ house, session }, { note, on }) => keepBack(house, session.id, 'omitted', note, on),
  keepInGroup: ({ house, session }, { note, on }) => keepBack(house, session.id, 'staysInGroup', note, on),
  decide: ({ house, session }, { text }) => decide(house, session.id, text),
  changeDecision: ({ house, session: { id } }, { decision, text, was }) =>
    changeDecision(house, id, decision, text, was),
  correct: ({ house, session }, { text }) => correct(house, session.id, text),
  removeCorrection: ({ house, session }, { correction }) => removeCorrection(house, session.id, correction),
  approveRecord: ({ house, session: { id } }, { on, session = null }) => approveRecord(house, id, on, session),
  publishRecord: (asked, { level, on }) =>
    change(asked, (control) => {
      if (control.published.includes(level) === on) return control
      const published = on ? [...control.published, level] : control.published.filter((one) => one !== level)
      return { ...control, published }
    }),
}

/** Carries out what came in, whatever it is. A refusal left everything as it was. */
export async function carryOut(
  house: House,
  id: SessionId,
  visitor: Visitor,
  message: unknown,
): Promise<CommandAnswer> {
  const { type, ...fields } = typeof message === 'object' && message !== null ? (message as { type?: unknown }) : {}
  if (!isCommandType(type)) return no('malformed')
  const { who, does } = COMMANDS[type]
  if (!mayActAs(visitor.role, who)) return no('not-for-you')
  const session = await house.storage.findSession(id)
  if (!session) return no('session-unknown')
  const over = does && whyClosed({ role: visitor.role, closed: closedIn(session.control) }, does)
  if (over) return no(over)
  return handle(type, { house, session, visitor }, fields)
}

const isCommandType = (type: unknown): type is CommandType => typeof type === 'string' && Object.hasOwn(COMMANDS, type)

async function handle<T extends CommandType>(type: T, asked: Asked, fields: unknown): Promise<CommandAnswer> {
  const parsed = v.safeParse(COMMANDS[type].fields as v.GenericSchema<unknown, FieldsOf<T>>, fields)
  return parsed.success ? HANDLERS[type](asked, parsed.output) : no('malformed')
}

/** The version stays: what people say of themselves is nothing that the facilitator decides. */
function say(asked: Asked, sign: Sign, on: boolean): CommandAnswer {
  const { house, session, visitor } = asked
  if (visitor.role === 'wall') return no('not-for-you')
  house.live.say(session.id, session.control.step, visitor.member.id, sign, on)
  return done(asked)
}

async function onBoard(asked: Asked, note: NoteId, write: (board: BoardDoc) => void): Promise<CommandAnswer> {
  const found = await writeBoard(asked.house, asked.session.id, (board) => {
    const has = board.notes.has(note)
    if (has) write(board)
    return has
  })
  if (isRefusal(found)) return no(found)
  return found ? done(asked) : no('note-unknown')
}

/** Looks at the board itself: a note that is not on disk yet also counts. */
const hasNotes = ({ house, session }: Asked, zone: ZoneId): Promise<boolean | Refusal> =>
  writeBoard(house, session.id, (board) =>
    [...board.notes.values()].some((note) => parsePlace(note.get('place'))?.zone === zone),
  )
