import * as Y from 'yjs'
import { boardDoc, OWN_WRITE, writeNote, type BoardDoc, type Writer } from '../../shared/doc/commands.ts'
import { readBoard } from '../../shared/doc/layout.ts'
import {
  newOrganisationId,
  newParticipantId,
  newZoneId,
  type NoteId,
  type OrganisationId,
  type ParticipantId,
} from '../../shared/model/ids.ts'
import type { Clustering, Role } from '../../shared/model/network.ts'
import type { Board } from '../../shared/model/board.ts'
import type { Zone } from '../../shared/model/zone.ts'
import { Gate, type Verdict } from '../../server/sync/gate.ts'
import type { SyncPerson } from '../../server/sync/person.ts'

// A board behind the gate, without sockets: what the gate takes is applied here, and to everybody at `exchange`.

export const NOW = 1_770_000_000_000

export const zone = (fields: Partial<Zone> = {}): Zone => ({
  id: newZoneId(),
  kind: 'free',
  title: 'Ideeën',
  hidden: false,
  locked: false,
  order: 0,
  ...fields,
})

export const open = zone()
export const other = zone({ order: 1 })
export const locked = zone({ order: 2, locked: true })

export class GatedBoard {
  readonly doc = new Y.Doc()
  gate: Gate
  readonly peers: Peer[] = []
  readonly #owners = new Map<number, ParticipantId>()

  constructor(clustering: Clustering = 'facilitator', zones: readonly Zone[] = [open, other, locked]) {
    this.gate = new Gate(this.doc, this.#owners, { zones, clustering, step: null, withoutDevice: [] })
  }

  /** The board leaves the server's memory and is loaded again: what was not on disk is forgotten. */
  putAway(): void {
    this.gate = new Gate(this.doc, this.#owners, this.gate.rules)
  }

  get board(): Board {
    return readBoard(this.doc)
  }

  /** Someone new. */
  peer(role: Role = 'member'): Peer {
    const peer = new Peer(this, { role, participant: newParticipantId(), organisation: newOrganisationId() })
    this.peers.push(peer)
    return peer
  }

  /** The same person on another device. */
  device({ person }: Peer): Peer {
    const peer = new Peer(this, person)
    this.peers.push(peer)
    return peer
  }

  wall(): Peer {
    const peer = new Peer(this, { role: 'wall', participant: null, organisation: null })
    this.peers.push(peer)
    return peer
  }

  judge(update: Uint8Array, person: SyncPerson): Verdict {
    const before = Y.encodeStateAsUpdate(this.doc)
    const verdict = this.gate.judge(
      update,
      person,
      () => null,
      () => false,
    )
    // Inspected, not applied.
    if (!Buffer.from(before).equals(Y.encodeStateAsUpdate(this.doc))) throw new Error('judging changed the document')
    if (verdict.kind === 'taken') {
      Y.applyUpdate(this.doc, verdict.update)
      for (const client of verdict.newClients) if (person.participant) this.#owners.set(client, person.participant)
    }
    if (this.doc.store.pendingStructs || this.doc.store.pendingDs) throw new Error('something is pending')
    return verdict
  }

  /** Writes as the server. */
  write(write: (board: BoardDoc) => void): void {
    write(boardDoc(this.doc))
  }
}

export class Peer {
  readonly person: SyncPerson
  readonly writer: Writer
  doc = new Y.Doc()
  board: BoardDoc
  readonly #server: GatedBoard
  #unsent: Uint8Array[] = []
  #isOffline = false

  constructor(server: GatedBoard, person: SyncPerson) {
    this.#server = server
    this.person = person
    this.writer = { author: person.participant, organisation: person.organisation }
    this.board = this.#start(new Y.Doc())
    this.receive()
  }

  get id(): ParticipantId {
    if (this.person.participant === null) throw new Error('the wall is nobody')
    return this.person.participant
  }

  get organisation(): OrganisationId | null {
    return this.person.organisation
  }

  /** Everything the server has. */
  receive(): this {
    Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(this.#server.doc, Y.encodeStateVector(this.doc)), 'server')
    return this
  }

  /** Sends what was written since the last time, update by update; after a reload it comes back first. */
  send(): Verdict[] {
    if (this.#isOffline) return [this.return()]
    return this.#unsent.splice(0).map((update) => this.#server.judge(update, this.person))
  }

  /** Comes back after a cut: step 2 with all that the server lacks, and every delete it ever saw. */
  return(): Verdict {
    this.#isOffline = false
    this.#unsent = []
    const answer = Y.encodeStateAsUpdate(this.doc, Y.encodeStateVector(this.#server.doc))
    const verdict = this.#server.judge(answer, this.person)
    this.receive()
    return verdict
  }

  /** The same person after a reload: the device's copy in a new document, with a new client. */
  reload(): void {
    const doc = new Y.Doc()
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(this.doc), 'copy')
    this.#unsent = []
    this.#isOffline = true
    this.board = this.#start(doc)
  }

  /** After a refusal: the server's state in a new document, with a new client. What was not taken is not in it. */
  reset(): this {
    this.#unsent = []
    this.#isOffline = false
    this.board = this.#start(new Y.Doc())
    return this.receive()
  }

  /** Does something and sends it: the first refusal, or `taken` or `nothing`. */
  does(act: (board: BoardDoc) => void): string {
    act(this.board)
    return outcome(this.send())
  }

  note(text = 'Samen koken', where: Zone = open): NoteId {
    return writeNote(this.board, this.writer, { text, zone: where.id, x: 0, y: 0 }, NOW)
  }

  /** A note that the server has taken. */
  written(text?: string, where?: Zone): NoteId {
    const id = this.note(text, where)
    const result = outcome(this.send())
    if (result !== 'taken') throw new Error(`the note was not taken: ${result}`)
    for (const peer of this.#server.peers) peer.receive()
    return id
  }

  #start(doc: Y.Doc): BoardDoc {
    this.doc = doc
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'server' && origin !== 'copy') this.#unsent.push(update)
    })
    return boardDoc(doc, OWN_WRITE)
  }
}

/** The refusal among the verdicts, or how they ended. */
export function outcome(verdicts: readonly Verdict[]): string {
  for (const verdict of verdicts) if (verdict.kind === 'refused') return verdict.code
  return verdicts.some(({ kind }) => kind === 'taken') ? 'taken' : 'nothing'
}
