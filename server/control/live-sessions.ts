import type { Socket } from 'socket.io'
import type { Running } from '../../shared/model/running.ts'
import type { ParticipantId, SessionId } from '../../shared/model/ids.ts'
import type { Role } from '../../shared/model/network.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import type { ClientToServer, ServerToClient } from '../../shared/wire/events.ts'
import type { Visitor } from '../access/visitor.ts'
import type { Storage } from '../storage/storage.ts'
import { stateFor, type Snapshot } from './session-state.ts'
import { Signs, type Sign } from './signs.ts'
import { isRunning } from './vote-seen.ts'

/** What a control socket knows about who holds it. */
export interface SocketData {
  readonly session: SessionId
  readonly visitor: Visitor
  readonly joinBase: string
}
export type ControlSocket = Socket<ClientToServer, ServerToClient, Record<string, never>, SocketData>

/** `people`: all but the wall. `facilitators`: they alone. One person: all devices of theirs. */
type Audience = 'everyone' | 'people' | 'facilitators' | ParticipantId

interface Live {
  readonly sockets: Set<ControlSocket>
  /** Yjs clients of the boards that are open, by person. */
  readonly clients: Map<ParticipantId, readonly number[]>
  /** Made-up participants of a rehearsal that is looked at. */
  madeUp: readonly ParticipantId[]
  readonly signs: Signs
  due: ReturnType<typeof setTimeout> | null
  /** Who gets what is due. */
  whom: Set<Audience>
  lastSentAt: number
  /** The sending under way: the next waits for it, so that no older state comes after a newer. */
  sending: Promise<void>
}

/** A session's state is sent whole at most this often: thirty who join at once are two sendings, not thirty. */
const SEND_EVERY_MS = 50

const NOBODY: readonly ParticipantId[] = []

type Logger = { error: (about: object, message: string) => void }

/** Who looks at which session now. Sends everyone the state as their role may see it, after every change. */
export class LiveSessions {
  readonly #sessions = new Map<SessionId, Live>()
  readonly #storage: Storage
  readonly #writersIn: (session: SessionId) => Promise<number>
  readonly #now: () => number
  readonly #log: Logger
  #stopped = false

  /** @param writersIn how many people have drafts that nobody sees yet. */
  constructor(storage: Storage, writersIn: (session: SessionId) => Promise<number>, now: () => number, log: Logger) {
    this.#storage = storage
    this.#writersIn = writersIn
    this.#now = now
    this.#log = log
  }

  /** Sends the state to this socket first; everyone else sees that there is one more. */
  enter(socket: ControlSocket): void {
    const { session } = socket.data
    this.#live(session).sockets.add(socket)
    socket.on('disconnect', () => this.#leave(session, socket))
    this.changed(session)
  }

  /** The boards of this person that are open, as the Yjs clients they write with. */
  clients(session: SessionId, participant: ParticipantId, clients: readonly number[]): void {
    const live = this.#live(session)
    if (clients.length > 0) live.clients.set(participant, clients)
    else live.clients.delete(participant)
    this.#forgetIfEmpty(session, live)
    this.changed(session)
  }

  /** The sessions that a facilitator looks at now, as a facilitator. */
  watched(): SessionId[] {
    return [...this.#sessions].flatMap(([id, { sockets }]) =>
      [...sockets].some(({ data }) => data.visitor.role === 'facilitator') ? id : [],
    )
  }

  /** Made-up participants are there, as long as somebody looks at the session; they have no sockets of their own. */
  showMadeUp(session: SessionId, madeUp: readonly ParticipantId[] = NOBODY): void {
    const live = this.#sessions.get(session)
    if (!live || live.madeUp === madeUp) return
    live.madeUp = madeUp
    this.changed(session)
  }

  /** A person says something of themselves in the step that runs; who sees that is told. */
  say(session: SessionId, step: Running | null, participant: ParticipantId, sign: Sign, on: boolean): void {
    if (!this.#live(session).signs.say(step, participant, sign, on)) return
    if (sign === 'ready') return this.changed(session)
    this.changed(session, 'facilitators')
    this.changed(session, participant)
  }

  /** Something that someone may see is different now. */
  changed(session: SessionId, whom: Audience = 'everyone'): void {
    const live = this.#sessions.get(session)
    if (!live || live.sockets.size === 0 || this.#stopped) return
    live.whom.add(whom)
    if (live.due !== null) return
    const wait = Math.max(0, live.lastSentAt + SEND_EVERY_MS - performance.now())
    live.due = setTimeout(() => {
      live.due = null
      live.lastSentAt = performance.now()
      const { whom } = live
      live.whom = new Set()
      live.sending = live.sending.then(() => this.#send(session, live, whom))
    }, wait)
  }

  /** The state of a session now, or null when it is not there. */
  async snapshot(id: SessionId): Promise<Snapshot | null> {
    const session = await this.#storage.findSession(id)
    const network = session && (await this.#storage.findNetwork(session.network))
    if (!session || !network) return null
    const { vote, promised } = session.control
    const [sessions, members, without, attendance, dots, owners, marks, wrote, series] = await Promise.all([
      this.#storage.sessionsOf(network.id),
      this.#storage.membersOf(network.id),
      this.#storage.withoutDevice(network.id),
      this.#storage.attendanceOf(id),
      isRunning(vote) ? this.#storage.dotsIn(id) : [],
      this.#storage.noteOwners(id),
      this.#storage.marksIn(id),
      Object.keys(promised).length > 0 ? this.#writersIn(id) : 0,
      this.#storage.findSeries(network.id),
    ])
    const attended = new Set(attendance.map(({ participant }) => participant))
    const said = (this.#sessions.get(id)?.signs ?? new Signs()).in(session.control.step)
    const withoutDevice = new Set(without.map((member) => member.id))
    const online = this.#online(id)
    return {
      network,
      sessions,
      session,
      members,
      attended,
      withoutDevice,
      dots,
      owners,
      marks,
      wrote,
      said,
      series,
      online,
    }
  }

  /** This person is not of the network any more: their sockets are told and closed, in whatever session. */
  removePerson(participant: ParticipantId): void {
    for (const live of this.#sessions.values()) {
      live.signs.forget(participant)
      for (const socket of live.sockets)
        if (socket.data.visitor.member?.id === participant) sayBye(socket, 'token-unknown')
    }
  }

  /** This person may do more or less than when they came in: their sockets are cut, and come back by themselves. */
  askAnew(participant: ParticipantId): void {
    for (const live of this.#sessions.values())
      for (const socket of live.sockets) if (socket.data.visitor.member?.id === participant) socket.conn.close()
  }

  /** How many sockets there are now, by role. */
  census(): Record<Role, number> {
    const census = { facilitator: 0, member: 0, wall: 0 }
    for (const { sockets } of this.#sessions.values()) for (const { data } of sockets) census[data.visitor.role]++
    return census
  }

  /** The session is gone. */
  close(session: SessionId, refusal: Refusal): void {
    for (const socket of this.#sessions.get(session)?.sockets ?? []) sayBye(socket, refusal)
  }

  /** Sends nothing more; resolves when no sending is under way. */
  async stop(): Promise<void> {
    this.#stopped = true
    for (const live of this.#sessions.values()) if (live.due !== null) clearTimeout(live.due)
    await Promise.all([...this.#sessions.values()].map((live) => live.sending))
  }

  async #send(session: SessionId, live: Live, whom: ReadonlySet<Audience>): Promise<void> {
    try {
      const snapshot = await this.snapshot(session)
      if (!snapshot) return this.close(session, 'session-unknown')
      const members = new Map(snapshot.members.map((member) => [member.id, member]))
      for (const socket of live.sockets) {
        const { visitor, joinBase } = socket.data
        if (!isMeant(visitor, whom)) continue
        const member = visitor.member && members.get(visitor.member.id)
        // Removed between showing the token and entering.
        if (member === undefined) sayBye(socket, 'token-unknown')
        else socket.emit('state', stateFor(snapshot, { ...visitor, member } as Visitor, this.#now(), joinBase))
      }
      await this.#noteWhoCame(session, live, snapshot)
    } catch (error) {
      // The next change sends again; whoever reconnects gets all of it.
      this.#log.error({ err: error, session }, 'the state could not be sent')
    }
  }

  /** Who is here while a step runs came to the session, also by the own link and without its code. */
  async #noteWhoCame(id: SessionId, { sockets }: Live, { session, members, attended }: Snapshot): Promise<void> {
    if (session.control.step === null) return
    const here = new Set([...sockets].flatMap(({ data }) => data.visitor.member?.id ?? []))
    const came = members.filter((member) => here.has(member.id) && !attended.has(member.id))
    for (const { id: participant } of came)
      await this.#storage.addAttendance(id, { participant, joinedAt: this.#now() }).catch((error: unknown) => {
        // They are told the state all the same, and are written down with the next one.
        this.#log.error({ err: error, session: id }, 'who came could not be kept')
      })
  }

  #online(session: SessionId): Map<ParticipantId, readonly number[]> {
    const live = this.#sessions.get(session)
    const online = new Map<ParticipantId, readonly number[]>(live?.clients)
    for (const actor of live?.madeUp ?? []) online.set(actor, [])
    for (const { data } of live?.sockets ?? []) {
      const { role, member } = data.visitor
      if (role !== 'wall' && !online.has(member.id)) online.set(member.id, [])
    }
    return online
  }

  #live(session: SessionId): Live {
    let live = this.#sessions.get(session)
    if (!live) {
      live = {
        sockets: new Set(),
        clients: new Map(),
        madeUp: NOBODY,
        signs: new Signs(),
        due: null,
        whom: new Set(),
        lastSentAt: 0,
        sending: Promise.resolve(),
      }
      this.#sessions.set(session, live)
    }
    return live
  }

  #leave(session: SessionId, socket: ControlSocket): void {
    const live = this.#live(session)
    live.sockets.delete(socket)
    this.#forgetIfEmpty(session, live)
    this.changed(session)
  }

  #forgetIfEmpty(session: SessionId, live: Live): void {
    if (live.sockets.size > 0 || live.clients.size > 0) return
    if (live.due !== null) clearTimeout(live.due)
    this.#sessions.delete(session)
  }
}

const isMeant = ({ role, member }: Visitor, whom: ReadonlySet<Audience>): boolean =>
  whom.has('everyone') ||
  (role === 'facilitator' && whom.has('facilitators')) ||
  (role !== 'wall' && (whom.has('people') || whom.has(member.id)))

/** Told first, so that the page does not come back; a client whose server hung up stays away by itself. */
function sayBye(socket: ControlSocket, refusal: Refusal): void {
  socket.emit('bye', { refusal })
  socket.disconnect(true)
}
