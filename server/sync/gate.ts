import * as Y from 'yjs'
import type { ParticipantId } from '../../shared/model/ids.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import { actsOf, type Former } from './acts.ts'
import { Census } from './census.ts'
import { changesOf, type Changes, type EntryChange } from './changes.ts'
import type { SyncPerson } from './person.ts'
import { fullness, refusalOf, type Act, type Coming } from './policy.ts'
import { refuse, Refusing } from './refusing.ts'
import type { BoardRules } from './rules.ts'
import { contentOf } from './update-content.ts'

// What a person may write, decided before anything is applied: a refusal leaves the document untouched. The steps are
// files: update-reader (bytes) → update-content (limits, what is new) → spots (where it would lie) → changes (per note and theme) → acts (what
// someone does, and its shape) → policy (whether this person may).

export type Verdict =
  /** All of it was there already: never refused, nothing to apply. */
  | { readonly kind: 'nothing' }
  /**
   * `update` may be applied at once, without an await in between: what was sent, less what the document has. `newClients`
   * are this person's from now on.
   */
  | {
      readonly kind: 'taken'
      readonly update: Uint8Array
      readonly clients: readonly number[]
      readonly newClients: readonly number[]
    }
  /** `clients` are the writer's own of which something was refused. */
  | { readonly kind: 'refused'; readonly code: Refusal; readonly clients: readonly number[] }

/** Who else holds a Yjs client that has written nothing yet: seen in the presence of a connection. */
export type ClaimedBy = (client: number) => ParticipantId | null

/** A person's devices and reloads on one board; each takes a new Yjs client. */
const CLIENTS_PER_PERSON = 1_000
/** How many notes taken away are remembered, without their text, so that an undo may bring them back. */
const REMEMBERED = 2_000

export class Gate {
  rules: BoardRules
  readonly #doc: Y.Doc
  readonly #owners: Map<number, ParticipantId>
  readonly #census: Census
  readonly #former = new Map<string, Former>()

  /** `owners` are the bindings on disk; the gate adds to its own copy. */
  constructor(doc: Y.Doc, owners: ReadonlyMap<number, ParticipantId>, rules: BoardRules) {
    this.#doc = doc
    this.#owners = new Map(owners)
    this.#census = new Census(doc)
    this.rules = rules
  }

  /** Whether a client is this person's, or nobody's yet. */
  mayUse(client: number, person: SyncPerson, claimedBy: ClaimedBy): boolean {
    if (person.participant === null || client === this.#doc.clientID) return false
    const owner = this.#owners.get(client) ?? claimedBy(client)
    if (owner !== null) return owner === person.participant
    // Known to the document and bound to nobody: the server wrote with it.
    return Y.getState(this.#doc.store, client) === 0
  }

  isBound(client: number): boolean {
    return this.#owners.has(client)
  }

  /** Judges an update (V1). `mustReset`: after a refusal these clients are not heard until they start anew. */
  judge(
    update: Uint8Array,
    person: SyncPerson,
    claimedBy: ClaimedBy,
    mustReset: (clients: readonly number[]) => boolean,
  ): Verdict {
    let own: number[] = []
    try {
      const content = contentOf(this.#doc, update)
      const clients = [...content.fresh.keys()]
      own = clients.filter((client) => this.mayUse(client, person, claimedBy))
      // Who sends no structs may only repeat deletes that were known: then no question of rights arises.
      const deletes = clients.length === 0 ? changesOf(this.#doc, content) : null
      if (deletes?.isNothing) return { kind: 'nothing' }
      if (person.role === 'wall') refuse('not-for-you')
      if (mustReset(own)) refuse('reset-first')
      if (own.length < clients.length) refuse('client-bound')
      const newClients = clients.filter((client) => !this.#owners.has(client))
      this.#refuseTooMany(newClients, person)
      this.#judgeChanges(deletes ?? changesOf(this.#doc, content), person)
      this.#bind(newClients, person)
      return { kind: 'taken', update: content.update, clients, newClients }
    } catch (error) {
      // The decoder and the look-ups throw on what no client of ours would send.
      return { kind: 'refused', code: error instanceof Refusing ? error.code : 'malformed', clients: own }
    }
  }

  #judgeChanges({ entries }: Changes, person: SyncPerson): void {
    const leaving = new Map<string, Former>()
    for (const change of entries)
      if (change.isRemoved || change.isOverwritten) leaving.set(change.entry.key, this.#read(change))
    const coming = { notes: 0, themes: 0, notesOf: new Map<ParticipantId, number>() }
    for (const change of entries) {
      const acts = actsOf(this.#doc, change, (key) => leaving.get(key) ?? this.#former.get(key) ?? null)
      for (const act of acts) {
        const code = refusalOf(act, person, this.rules)
        if (code) refuse(code)
      }
      // An entry made anew has one act per wish for its place; it counts once.
      const [first] = acts
      if (first) count(coming, first)
    }
    const full = fullness(this.#census, coming, this.rules)
    if (full) refuse(full)
    for (const [key, former] of leaving) this.#remember(key, former)
  }

  #read({ entry }: EntryChange): Former {
    const map = this.#doc.getMap(entry.root).get(entry.key)
    return map instanceof Y.Map ? { meta: map.get('meta'), place: map.get('place') } : { meta: null, place: null }
  }

  /** What was taken away does not come back by an undo either: someone was erased. */
  forgetFormer(): void {
    this.#former.clear()
  }

  #remember(key: string, former: Former): void {
    this.#former.delete(key)
    this.#former.set(key, former)
    const [oldest] = this.#former.keys()
    if (this.#former.size > REMEMBERED && oldest !== undefined) this.#former.delete(oldest)
  }

  #refuseTooMany(newClients: readonly number[], { participant }: SyncPerson): void {
    if (newClients.length === 0) return
    let held = newClients.length
    for (const owner of this.#owners.values()) if (owner === participant) held++
    if (held > CLIENTS_PER_PERSON) refuse('bounds')
  }

  #bind(clients: readonly number[], { participant }: SyncPerson): void {
    if (participant !== null) for (const client of clients) this.#owners.set(client, participant)
  }
}

function count(
  coming: Coming & { notes: number; themes: number; notesOf: Map<ParticipantId, number> },
  act: Act,
): void {
  const add = (author: ParticipantId | null, by: number) => {
    coming.notes += by
    if (author !== null) coming.notesOf.set(author, (coming.notesOf.get(author) ?? 0) + by)
  }
  if (act.act === 'write') add(act.author, 1)
  if (act.act === 'withdraw') add(act.author, -1)
  if (act.act === 'makeTheme') coming.themes++
  if (act.act === 'removeTheme') coming.themes--
}
