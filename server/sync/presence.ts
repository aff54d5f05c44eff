import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { BOUNDS } from '../../shared/model/bounds.ts'
import { SYNC_LIMITS } from '../../shared/wire/sync.ts'

/** What one Yjs client shows of itself, its bytes as they came: JSON of a Presence, or `null` once it has left. */
export interface PresenceEntry {
  readonly client: number
  readonly clock: number
  readonly json: Uint8Array
  readonly hasLeft: boolean
}

/** Strict: what is no UTF-8 would break the reader at the other end. */
const TEXT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const LEFT = new TextEncoder().encode('null')

/** Reads the entry of one client from an awareness update; those of others are passed over. Throws on broken bytes. */
export function entryOf(update: Uint8Array, isOwn: (client: number) => boolean): PresenceEntry | null {
  const decoder = decoding.createDecoder(update)
  let own: Omit<PresenceEntry, 'hasLeft'> | null = null
  for (let left = decoding.readVarUint(decoder); left > 0; left--) {
    const client = decoding.readVarUint(decoder)
    const clock = decoding.readVarUint(decoder)
    const bytes = decoding.readVarUint8Array(decoder)
    if (own === null && bytes.byteLength <= SYNC_LIMITS.presenceBytes && isOwn(client))
      own = { client, clock, json: bytes }
  }
  if (own === null) return null
  const state: unknown = JSON.parse(TEXT.decode(own.json))
  return isPresence(state) ? { ...own, hasLeft: state === null } : null
}

const MOST_SELECTED = 100
const LONGEST_ID = 40

function isPresence(state: unknown): boolean {
  if (state === null) return true
  if (typeof state !== 'object' || Array.isArray(state)) return false
  return Object.entries(state).every(([key, value]: [string, unknown]) => {
    if (key === 'cursor') return isPoint(value)
    if (key === 'selection') return isIdList(value)
    if (key !== 'drag' || typeof value !== 'object' || value === null) return false
    const { notes, by, ...more } = value as Record<string, unknown>
    return isIdList(notes) && isPoint(by) && Object.keys(more).length === 0
  })
}

const isPoint = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.length === 2 &&
  value.every((n) => typeof n === 'number' && Number.isFinite(n) && Math.abs(n) <= BOUNDS.coordinate * 2)

const isIdList = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.length <= MOST_SELECTED &&
  value.every((id) => typeof id === 'string' && id.length <= LONGEST_ID)

function presenceUpdate(entries: readonly PresenceEntry[]): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, entries.length)
    for (const { client, clock, json } of entries) {
      encoding.writeVarUint(encoder, client)
      encoding.writeVarUint(encoder, clock)
      encoding.writeVarUint8Array(encoder, json)
    }
  })
}

/** Says nothing, and that the server is there. */
export const NOBODY = presenceUpdate([])

/** Where everybody of one board is. Nothing of it is kept. */
export class PresenceBook {
  readonly #here = new Map<number, PresenceEntry>()
  readonly #changed = new Map<number, PresenceEntry>()

  set(entry: PresenceEntry): void {
    const known = this.#here.get(entry.client)
    if (known && known.clock >= entry.clock && !entry.hasLeft) return
    if (entry.hasLeft) {
      if (!known) return
      this.#here.delete(entry.client)
    } else this.#here.set(entry.client, entry)
    this.#changed.set(entry.client, entry)
  }

  /** With its last clock: so a client that comes back with its next one is seen again. */
  leave(client: number): void {
    const known = this.#here.get(client)
    if (known) this.set({ ...known, json: LEFT, hasLeft: true })
  }

  get hasChanged(): boolean {
    return this.#changed.size > 0
  }

  /** What changed since the last call, as one awareness update, and of whom. */
  takeChanges(): { readonly update: Uint8Array; readonly clients: readonly number[] } {
    const changes = [...this.#changed.values()]
    this.#changed.clear()
    return { update: presenceUpdate(changes), clients: changes.map(({ client }) => client) }
  }

  /** Everybody, for who just joined. Null when there is nobody. */
  everybody(): Uint8Array | null {
    return this.#here.size > 0 ? presenceUpdate([...this.#here.values()]) : null
  }
}
