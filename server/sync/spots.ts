import * as Y from 'yjs'
import type { DeleteRanges } from './delete-ranges.ts'
import { refuse } from './refusing.ts'
import type { Id, Struct } from './update-reader.ts'

// Where in the board each new struct would come to lie. It names its parent only when it has no neighbours; else its
// place is that of its neighbours, who must agree. Found as Yjs would find it, without applying anything.

export type RootName = 'notes' | 'themes' | 'zones' | 'marks'
const ROOT_NAMES: readonly RootName[] = ['notes', 'themes', 'zones', 'marks']

/** What holds a note, a theme or a text: an item of the document, or a struct of the update itself. */
export type Holder = Y.Item | Placed

/** One value under a root: a note or a theme. */
export interface Entry {
  readonly root: RootName
  readonly key: string
  readonly holder: Holder
  /** True when the update itself makes it. */
  readonly isFresh: boolean
}

export type Spot =
  /** In what is deleted or collected: it will integrate as nothing. */
  | { readonly kind: 'dead' }
  | { readonly kind: 'entry'; readonly root: RootName; readonly key: string }
  | { readonly kind: 'field'; readonly entry: Entry; readonly field: string }
  | { readonly kind: 'text'; readonly entry: Entry; readonly field: string; readonly holder: Holder }

/** A new struct and where it would lie. */
export interface Placed {
  readonly struct: Struct
  readonly spot: Spot
  /** What of the document it follows, when it follows none of the update. */
  readonly after: Y.Item | Y.GC | null
  /** How many of its units the update does not itself delete: 0 is born dead. */
  readonly live: number
  /** Another struct of the update follows its end. */
  isFollowed: boolean
}

const DEAD: Spot = { kind: 'dead' }

/** How far a client's structs are placed. */
interface Queue {
  readonly structs: readonly Struct[]
  next: number
}

export class Spots {
  readonly #doc: Y.Doc
  readonly #deletes: DeleteRanges
  readonly #placed = new Map<number, Placed[]>()

  constructor(doc: Y.Doc, deletes: DeleteRanges) {
    this.#doc = doc
    this.#deletes = deletes
  }

  /**
   * Places all that is new, each after everything it refers to. Two clients of one person come in one update when
   * someone wrote offline, reloaded and wrote on. What refers to the unknown, or in a ring, is a gap.
   */
  placeAll(fresh: ReadonlyMap<number, readonly Struct[]>): Placed[] {
    const all: Placed[] = []
    const queues: Queue[] = []
    for (const [client, structs] of fresh) {
      if (structs[0]?.clock !== Y.getState(this.#doc.store, client)) refuse('gap')
      this.#placed.set(client, [])
      queues.push({ structs, next: 0 })
    }
    for (let isDone = false; !isDone;) {
      const before = all.length
      isDone = true
      for (const queue of queues) if (!this.#placeMost(queue, all)) isDone = false
      if (!isDone && all.length === before) refuse('gap')
    }
    return all
  }

  /** Places what refers to nothing that is yet to come; true when all of it is placed. */
  #placeMost(queue: Queue, all: Placed[]): boolean {
    for (; queue.next < queue.structs.length; queue.next++) {
      const struct = queue.structs[queue.next]
      if (!struct || !this.#isReady(struct)) return false
      const placed = this.#place(struct)
      all.push(placed)
      this.#placed.get(struct.client)?.push(placed)
    }
    return true
  }

  /** Where something of the document lies. */
  ofStored(struct: Y.Item | Y.GC): Spot {
    if (!(struct instanceof Y.Item) || !(struct.parent instanceof Y.AbstractType)) return DEAD
    const holder = struct.parent._item
    if (holder === null) return under(this.#rootOf(struct.parent), struct.parentSub)
    if (holder.deleted) return DEAD
    return inside(this.ofStored(holder), holder, kindOf(holder), struct.parentSub, false)
  }

  /** Whether a clock is beyond both the document and the update. */
  isUnknown(client: number, clock: number): boolean {
    if (clock < Y.getState(this.#doc.store, client)) return false
    const last = this.#placed.get(client)?.at(-1)
    return !last || clock >= endOf(last)
  }

  #isReady({ origin, rightOrigin, parent }: Struct): boolean {
    if (origin && this.isUnknown(origin.client, origin.clock)) return false
    if (rightOrigin && this.isUnknown(rightOrigin.client, rightOrigin.clock)) return false
    return parent === null || typeof parent === 'string' || !this.isUnknown(parent.client, parent.clock)
  }

  #place(struct: Struct): Placed {
    const { client, clock, length, content, origin, rightOrigin, parent, key } = struct
    const isGone = content === 'collected' || content === 'deleted'
    const live = isGone ? 0 : length - this.#deletes.covered(client, clock, length)
    if (content === 'collected') return { struct, spot: DEAD, after: null, live, isFollowed: false }
    const left = origin && this.#at(origin)
    const right = rightOrigin && this.#at(rightOrigin)
    const neighbour = left ?? right
    const spot = neighbour ? this.#spotAt(neighbour) : this.#spotIn(parent, key)
    if (left && right && !this.#isBeside(left, spot, right)) refuse('malformed')
    const isAfterFresh = left !== null && 'struct' in left
    if (isAfterFresh && origin && origin.clock === endOf(left) - 1) left.isFollowed = true
    return { struct, spot, after: isAfterFresh ? null : left, live, isFollowed: false }
  }

  #isBeside(left: Y.Item | Y.GC | Placed, spot: Spot, right: Y.Item | Y.GC | Placed): boolean {
    // The commonest, someone who types in the middle, without a look at where that is.
    if (left instanceof Y.Item && right instanceof Y.Item && left.parent !== null && left.parent === right.parent)
      return left.parentSub === right.parentSub
    return isSame(spot, this.#spotAt(right))
  }

  /** The spot of a child of a root, or of the item with this id. */
  #spotIn(parent: string | Id | null, key: string | null): Spot {
    if (parent === null) return refuse('malformed')
    if (typeof parent === 'string') return under(isRootName(parent) ? parent : null, key)
    const holder = this.#at(parent)
    if ('struct' in holder) {
      if (holder.live === 0 || holder.spot.kind === 'dead') return DEAD
      return inside(holder.spot, holder, holder.struct.content, key, true)
    }
    if (!(holder instanceof Y.Item) || holder.deleted) return DEAD
    return inside(this.ofStored(holder), holder, kindOf(holder), key, false)
  }

  #spotAt(neighbour: Y.Item | Y.GC | Placed): Spot {
    return 'struct' in neighbour ? neighbour.spot : this.ofStored(neighbour)
  }

  #at({ client, clock }: Id): Y.Item | Y.GC | Placed {
    const structs = this.#doc.store.clients.get(client)
    if (structs && clock < Y.getState(this.#doc.store, client))
      return structs[Y.findIndexSS(structs, clock)] ?? refuse('gap')
    return this.#freshAt(client, clock)
  }

  #freshAt(client: number, clock: number): Placed {
    const placed = this.#placed.get(client) ?? []
    let low = 0
    let high = placed.length - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      const one = placed[middle]
      if (!one) break
      if (clock < one.struct.clock) high = middle - 1
      else if (clock >= endOf(one)) low = middle + 1
      else return one
    }
    return refuse('gap')
  }

  #rootOf(type: unknown): RootName | null {
    for (const name of ROOT_NAMES) if (this.#doc.share.get(name) === type) return name
    return null
  }
}

const endOf = ({ struct }: Placed): number => struct.clock + struct.length

const isRootName = (name: string): name is RootName => (ROOT_NAMES as readonly string[]).includes(name)

const under = (root: RootName | null, key: string | null): Spot =>
  root && key !== null ? { kind: 'entry', root, key } : refuse('shape')

function inside(outer: Spot, holder: Holder, kind: string | null, key: string | null, isFresh: boolean): Spot {
  if (outer.kind === 'dead') return DEAD
  if (outer.kind === 'entry' && kind === 'map' && key !== null)
    return { kind: 'field', entry: { root: outer.root, key: outer.key, holder, isFresh }, field: key }
  if (outer.kind === 'field' && kind === 'text' && key === null)
    return { kind: 'text', entry: outer.entry, field: outer.field, holder }
  return refuse('shape')
}

/** Whether an item of the document is a map or a text, and nothing that extends one. */
function kindOf({ content }: Y.Item): 'map' | 'text' | null {
  if (!(content instanceof Y.ContentType)) return null
  if (content.type.constructor === Y.Map) return 'map'
  return content.type.constructor === Y.Text ? 'text' : null
}

function isSame(a: Spot, b: Spot): boolean {
  if (a.kind === 'dead' || b.kind === 'dead') return a.kind === b.kind
  if (a.kind === 'entry') return b.kind === 'entry' && a.root === b.root && a.key === b.key
  if (a.kind === 'field') return b.kind === 'field' && a.entry.holder === b.entry.holder && a.field === b.field
  return b.kind === 'text' && a.holder === b.holder
}
