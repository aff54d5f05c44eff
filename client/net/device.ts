import { deleteDB } from 'lib0/indexeddb'
import type { NetworkId, NoteId, ParticipantId, SessionId } from '../../shared/model/ids.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import type { SessionState } from '../../shared/wire/state.ts'
import { boardRoom, padRoom } from '../../shared/wire/sync.ts'
import { call } from './http.ts'

// What this device keeps of a session between two visits: the last state, what came back, drafts. The board itself and
// what was not sent lie in IndexedDB.

export const key = (kind: string, session: SessionId): string => `bijeen.${kind}.${session}`

/** Of a board or pad, by the name of its room. */
export const copyName = (room: string): string => `bijeen.${room}`
export const intentsName = (room: string): string => `bijeen.intents.${room}`

export function read<T>(name: string, otherwise: T): T {
  try {
    const kept = localStorage.getItem(name)
    return kept === null ? otherwise : (JSON.parse(kept) as T)
  } catch {
    return otherwise
  }
}

export function write(name: string, value: unknown): void {
  try {
    localStorage.setItem(name, JSON.stringify(value))
  } catch {
    // A full or forbidden store: the board works on, only without a memory of its own.
  }
}

/** What states that were kept by an earlier page lack. */
const STATE_DEFAULTS: Pick<SessionState, 'ready' | 'hands' | 'here' | 'promised' | 'ended' | 'series'> = {
  ready: { count: 0, mine: false },
  hands: [],
  here: null,
  promised: {},
  ended: null,
  series: { version: 0, expectations: [], ties: {}, open: 0, answered: false },
}
export const keptState = (session: SessionId): SessionState | null => {
  const kept = read<SessionState | null>(key('state', session), null)
  return kept && { ...STATE_DEFAULTS, ...kept }
}
export const keepState = (session: SessionId, state: SessionState): void => write(key('state', session), state)

export const keptDrafts = (session: SessionId): string[] => read(key('drafts', session), [])
export const keepDrafts = (session: SessionId, texts: readonly string[]): void => write(key('drafts', session), texts)

export const keptReturned = <T>(session: SessionId): T[] => read(key('returned', session), [])
export const keepReturned = (session: SessionId, notes: readonly unknown[]): void =>
  write(key('returned', session), notes)

/** What is being written in the record (record-writing.ts). */
export const forgetWriting = (session: SessionId): void => localStorage.removeItem(key('writing', session))

/** A draft of this person's pad, and, where it was written here, in which step, and whether in silence. */
export type Drafted = readonly [draft: NoteId, written: string | null]

/** The drafts that were in this person's pad: their ids are the keys to the notes that they became. */
export const keptDrafted = (session: SessionId): Drafted[] => read(key('drafted', session), [])
export const keepDrafted = (session: SessionId, drafted: readonly Drafted[]): void =>
  write(key('drafted', session), drafted)

/** Nothing of this person's pad stays on the device. */
export function forgetPad(session: SessionId, of: ParticipantId): Promise<void> {
  localStorage.removeItem(key('drafted', session))
  return forgetRoom(padRoom(session, of))
}

/** Nothing of this session stays on the device. */
export async function forgetSession(session: SessionId): Promise<void> {
  const me = keptState(session)?.me.participant
  for (const kind of ['state', 'drafts', 'returned', 'view', 'writing']) localStorage.removeItem(key(kind, session))
  await Promise.all([forgetRoom(boardRoom(session)), me && forgetPad(session, me)])
}

/** Nothing of this board or pad stays on the device. */
export async function forgetRoom(room: string): Promise<void> {
  await Promise.all([deleteDB(copyName(room)), deleteDB(intentsName(room))])
}

const STATE = 'bijeen.state.'
const keptSessions = (): SessionId[] =>
  Object.keys(localStorage)
    .filter((name) => name.startsWith(STATE))
    .map((name) => name.slice(STATE.length) as SessionId)

/** Nothing of the sessions of this network stays on the device. */
export async function forgetNetwork(network: NetworkId): Promise<void> {
  await Promise.all(
    keptSessions()
      .filter((id) => keptState(id)?.network.id === network)
      .map(forgetSession),
  )
}

/**
 * What was erased goes from this device too. Who is merely kept out (removed, refused too often, waiting) keeps their own
 * words here: those are not the board's.
 */
export const isErased = (refusal: Refusal): boolean =>
  refusal === 'session-unknown' || refusal === 'room-unknown' || refusal === 'network-unknown'

/** At any contact with the server, whichever page is opened: asks after all that this device keeps. */
export async function forgetErased(): Promise<void> {
  for (const session of keptSessions()) {
    const answer = await call('GET', `/api/sessions/${session}`)
    if (!answer.ok && isErased(answer.refusal)) await forgetSession(session)
  }
}
