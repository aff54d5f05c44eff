import * as Y from 'yjs'
import { isId } from '../../shared/model/ids.ts'
import { refuse } from './refusing.ts'
import { Spots, type Entry, type Holder, type Placed, type RootName } from './spots.ts'
import type { UpdateContent } from './update-content.ts'

// What an update would do, told per note and theme: which fields get a new value, which texts grow and shrink, what goes.

/** Units (UTF-16) that come into a text and go from it. */
export interface TextChange {
  inserted: number
  removed: number
}

export interface EntryChange {
  readonly entry: Entry
  /** The new values of each field, in an order in which they can be applied. */
  readonly fields: Map<string, Placed[]>
  readonly texts: Map<string, TextChange>
  /** The field values of the document that the update deletes, by field. */
  readonly lost: Map<string, Y.Item>
  /** The update deletes the note or theme itself: whatever else it changes in it goes too. */
  isRemoved: boolean
  /** The update brings another value under its key, and one of the two will go. */
  isOverwritten: boolean
}

export interface Changes {
  /** Whether there is anything that the document does not know. */
  readonly isNothing: boolean
  /** By what holds them: one key may be removed and made anew in one update. */
  readonly entries: readonly EntryChange[]
}

export function changesOf(doc: Y.Doc, content: UpdateContent): Changes {
  return new ChangeReader(doc, content).read()
}

class ChangeReader {
  readonly #doc: Y.Doc
  readonly #content: UpdateContent
  readonly #spots: Spots
  readonly #entries = new Map<Holder, EntryChange>()

  constructor(doc: Y.Doc, content: UpdateContent) {
    this.#doc = doc
    this.#content = content
    this.#spots = new Spots(doc, content.deletes)
  }

  read(): Changes {
    const placed = this.#spots.placeAll(this.#content.fresh)
    let isNothing = placed.length === 0
    for (const one of placed) this.#readPlaced(one)
    for (const [client, ranges] of this.#content.deletes.clients)
      for (const { clock, len } of ranges) {
        if (this.#spots.isUnknown(client, clock + len - 1)) refuse('gap')
        if (this.#readDeleted(client, clock, clock + len)) isNothing = false
      }
    for (const one of placed) this.#readOverwritten(one)
    return { isNothing, entries: [...this.#entries.values()] }
  }

  #readPlaced(placed: Placed): void {
    const { spot, struct, live } = placed
    if (spot.kind === 'dead') return
    // What is deleted at birth says nothing of what it was.
    const isUntold = struct.content === 'collected' || struct.content === 'deleted'
    if (spot.kind === 'text') {
      if (!isUntold && struct.content !== 'string') refuse('shape')
      this.#textOf(spot.entry, spot.field).inserted += live
      return
    }
    // Maps are written behind their former value: only so it is known which value stands in the end.
    if (struct.rightOrigin) refuse('shape')
    if (spot.kind === 'entry') {
      refuseServers(spot.root)
      if (!isId(spot.key) || (!isUntold && struct.content !== 'map')) refuse('shape')
      if (live > 0) this.#changeOf({ root: spot.root, key: spot.key, holder: placed, isFresh: true })
      return
    }
    const { fields } = this.#changeOf(spot.entry)
    const values = fields.get(spot.field)
    if (values) values.push(placed)
    else fields.set(spot.field, [placed])
  }

  /** Reads what a range deletes of the document; false when all of it is deleted already. */
  #readDeleted(client: number, from: number, to: number): boolean {
    const structs = this.#doc.store.clients.get(client)
    if (!structs || from >= Y.getState(this.#doc.store, client)) return false
    let isNew = false
    for (let i = Y.findIndexSS(structs, from); i < structs.length; i++) {
      const struct = structs[i]
      if (!struct || struct.id.clock >= to) break
      if (struct.deleted || !(struct instanceof Y.Item)) continue
      isNew = true
      const { clock } = struct.id
      this.#readLost(struct, Math.min(to, clock + struct.length) - Math.max(from, clock))
    }
    return isNew
  }

  #readLost(item: Y.Item, length: number): void {
    const spot = this.#spots.ofStored(item)
    if (spot.kind === 'dead') return
    if (spot.kind === 'entry') {
      refuseServers(spot.root)
      this.#changeOf({ root: spot.root, key: spot.key, holder: item, isFresh: false }).isRemoved = true
    } else if (spot.kind === 'field') this.#changeOf(spot.entry).lost.set(spot.field, item)
    else this.#textOf(spot.entry, spot.field).removed += length
  }

  /** Two people may bring back the same note at the same moment; else nobody writes over what stands. */
  #readOverwritten({ spot }: Placed): void {
    if (spot.kind !== 'entry') return
    const { root, key } = spot
    const standing = this.#doc.getMap(root)._map.get(key)
    if (standing && !standing.deleted)
      this.#changeOf({ root, key, holder: standing, isFresh: false }).isOverwritten = true
  }

  #changeOf(entry: Entry): EntryChange {
    const known = this.#entries.get(entry.holder)
    if (known) return known
    const change: EntryChange = {
      entry,
      fields: new Map(),
      texts: new Map(),
      lost: new Map(),
      isRemoved: false,
      isOverwritten: false,
    }
    this.#entries.set(entry.holder, change)
    return change
  }

  #textOf(entry: Entry, field: string): TextChange {
    const { texts } = this.#changeOf(entry)
    const known = texts.get(field)
    if (known) return known
    const change = { inserted: 0, removed: 0 }
    texts.set(field, change)
    return change
  }
}

/** Only the server writes zones and marks. */
function refuseServers(root: RootName): void {
  if (root === 'zones' || root === 'marks') refuse('not-yours')
}
