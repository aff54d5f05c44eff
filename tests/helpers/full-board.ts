import * as decoding from 'lib0/decoding'
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { boardDoc, writeNote, type BoardDoc } from '../../shared/doc/commands.ts'
import type { NoteId, OrganisationId, ParticipantId, SessionId, ZoneId } from '../../shared/model/ids.ts'
import { boardRoom, MESSAGE, padRoom, type Presence, type Refused, type Saved } from '../../shared/wire/sync.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import type { Zone } from '../../shared/model/zone.ts'

// Boards filled by programs, over the same socket as pages, for tests of how a page bears them.

export interface Who {
  readonly token: string
  readonly participant: ParticipantId
  readonly organisation: OrganisationId | null
}

/** Someone who writes on a board without a page. */
export interface Writer {
  readonly board: BoardDoc
  /** All that this device has, as another document can be begun with. */
  readonly held: () => Uint8Array
  /** Everything written until now is on the server's disk. */
  readonly saved: () => Promise<void>
  /** Why the server did not take something. */
  readonly refusals: readonly Refusal[]
  /** The code with which the server hung up, once it has. */
  readonly closedWith: () => Promise<number>
  readonly offline: () => void
  /** Calls again. */
  readonly back: () => void
  readonly show: (presence: Presence) => void
  /** What others show, and all the cursors that were ever shown. */
  readonly others: () => readonly Presence[]
  readonly shown: readonly Presence['cursor'][]
  readonly leave: () => void
}

export const openBoard = (url: string, session: SessionId, who: Who): Promise<Writer> =>
  openRoom(url, boardRoom(session), who)

/**
 * Their private drafts, on a device that has `held` of them. Once what lay there was shown, it is another document: then
 * this one is to be left.
 */
export const openPad = (url: string, session: SessionId, who: Who, held?: Uint8Array): Promise<Writer> =>
  openRoom(url, padRoom(session, who.participant), who, held)

async function openRoom(url: string, room: string, who: Who, held?: Uint8Array): Promise<Writer> {
  const doc = new Y.Doc()
  if (held) Y.applyUpdate(doc, held)
  const provider = new WebsocketProvider(`${url.replace('http', 'ws')}/sync`, room, doc, {
    WebSocketPolyfill: WebSocket as never,
    params: { token: who.token },
    disableBc: true,
  })
  // Type 101: so many of the messages sent on this connection are saved.
  let sent = 0
  let saved = 0
  let wake: () => void = () => undefined
  const refusals: Refusal[] = []
  const shown: Presence['cursor'][] = []
  for (const type of [MESSAGE.hello, MESSAGE.reset]) provider.messageHandlers[type] = () => undefined
  provider.messageHandlers[MESSAGE.refused] = (_encoder, decoder) =>
    refusals.push((JSON.parse(decoding.readVarString(decoder)) as Refused).code)
  provider.messageHandlers[MESSAGE.saved] = (_encoder, decoder) => {
    saved = (JSON.parse(decoding.readVarString(decoder)) as Saved).count
    wake()
  }
  const closed = new Promise<number>((done) =>
    provider.on('connection-close', (event) => {
      if (event && event.code >= 4000) {
        provider.shouldConnect = false
        done(event.code)
      }
    }),
  )
  const { awareness } = provider
  const others = () =>
    [...awareness.getStates()].flatMap(([client, presence]) => (client === doc.clientID ? [] : [presence as Presence]))
  awareness.on('change', () => shown.push(...others().map(({ cursor }) => cursor)))
  doc.on('update', (_update: Uint8Array, origin: unknown) => {
    if (origin !== provider) sent++
  })
  await Promise.race([new Promise<void>((done) => provider.once('sync', () => done())), closed])
  // The answer to the server's own step 1 counts as the first message.
  return {
    board: boardDoc(doc),
    held: () => Y.encodeStateAsUpdate(doc),
    saved: () =>
      new Promise((done) => {
        wake = () => {
          if (saved >= sent + 1) done()
        }
        wake()
      }),
    refusals,
    closedWith: () => closed,
    offline: () => provider.disconnect(),
    back: () => provider.connect(),
    show: (presence) => awareness.setLocalState(presence as Record<string, unknown>),
    others,
    shown,
    leave: () => {
      provider.destroy()
      doc.destroy()
    },
  }
}

const WORDS =
  'ouders komen met peuters naar de ontmoetingsplaats en blijven graag even hangen omdat het er warm is'.split(' ')

/** Some words, the same for the same number. */
export const someWords = (n: number): string =>
  `${n} ${Array.from({ length: 4 + ((n * 7) % 14) }, (_, i) => WORDS[(n * 3 + i) % WORDS.length]).join(' ')}`

/** Writes `count` notes from number `from` on, spread over zones, in rows, in one transaction. */
export function writeMany(
  writer: Writer,
  who: Who,
  zones: readonly Zone[],
  from: number,
  count: number,
  columns = 12,
): NoteId[] {
  const { board } = writer
  return board.change(() =>
    Array.from({ length: count }, (_, i) => {
      const n = from + i
      const zone = zones[n % zones.length]?.id as ZoneId
      const place = Math.floor(n / zones.length)
      const at = { x: (place % columns) * 232, y: Math.floor(place / columns) * 170 }
      return writeNote(
        board,
        { author: who.participant, organisation: who.organisation },
        { text: someWords(n), zone, ...at },
        1_000 + n,
      )
    }),
  )
}
