import type { Role } from '../model/network.ts'
import type { Refusal } from '../model/refusal.ts'
import type { ParticipantId, SessionId } from '../model/ids.ts'

// The y-websocket protocol with own messages beside it: a varuint type, then one varString of JSON.
// After a refusal the client drops its document, takes a new Yjs clientID, loads the server's state and replays what it
// meant: a refused client cannot be healed by sync, because its next legal edit would leave a gap.

export const MESSAGE = { sync: 0, awareness: 1, hello: 100, saved: 101, refused: 102, reset: 103 } as const

/** Inside a sync message. */
export const SYNC = { step1: 0, step2: 1, update: 2 } as const

export interface Hello {
  readonly epoch: number
  readonly role: Role
  readonly limits: typeof SYNC_LIMITS
}

/** The first `count` sync messages with content (step 2 or update) of this connection are on disk. Counted from 1. */
export interface Saved {
  readonly count: number
}

/** The sync message with content number `index` (from 1) of this connection was not taken. */
export interface Refused {
  readonly index: number
  readonly code: Refusal
}

export interface Reset {
  readonly epoch: number
  readonly reason: Refusal
}

export const SYNC_LIMITS = {
  /** Bytes of one sync message. */
  updateBytes: 256 * 1024,
  /** Bytes of one presence state. */
  presenceBytes: 512,
  /** Sync messages a second, and at once. */
  updatesPerSecond: 40,
  updatesAtOnce: 80,
  /** Presence messages a second. */
  presencePerSecond: 20,
  structs: 5_000,
  length: 200_000,
} as const

/** Why a sync socket closes. 44xx are final for the client, save 4503; 1012 and 4503 mean: come back. */
export const CLOSE = {
  restarting: 1012,
  tooSlow: 1013,
  tokenUnknown: 4401,
  notForYou: 4403,
  roomUnknown: 4404,
  epoch: 4409,
  tooLarge: 4413,
  tooFast: 4429,
  tryAgain: 4503,
} as const

/** What someone shows of where they are: no identity, the roster says which Yjs client is whom. */
export interface Presence {
  readonly cursor?: readonly [x: number, y: number]
  readonly drag?: { readonly notes: readonly string[]; readonly by: readonly [x: number, y: number] }
  readonly selection?: readonly string[]
}

export type Room =
  | { readonly kind: 'board'; readonly session: SessionId }
  | { readonly kind: 'pad'; readonly session: SessionId; readonly participant: ParticipantId }

export const boardRoom = (session: SessionId): string => `board.${session}`

export const padRoom = (session: SessionId, participant: ParticipantId | ''): string => `pad.${session}.${participant}`

/** Null when the name is not a room's. */
export function parseRoom(name: string): Room | null {
  const [kind, session, participant, ...rest] = name.split('.')
  if (!session || rest.length > 0) return null
  if (kind === 'board' && participant === undefined) return { kind, session: session as SessionId }
  if (kind === 'pad' && participant)
    return { kind, session: session as SessionId, participant: participant as ParticipantId }
  return null
}
