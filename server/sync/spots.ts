import * as Y from 'yjs'
import { refuse } from './refusing.ts'
import type { DeleteRanges, FreshStruct } from './update-content.ts'

// Where in the board each new item would come to lie. An item names its parent only when it has no neighbours; else its
// place is that of its neighbours, who must agree. Found as Yjs would find it, without applying anything.

export type RootName = 'notes' | 'themes' | 'zones' | 'marks'

/** One value under a root: a note or a theme. `holder` is the id of the item that holds it, as text. */
export interface Entry {
  readonly root: RootName
  readonly key: string
  readonly holder: string
  /** True when the update itself makes it. */
  readonly isFresh: boolean
}

export type Spot =
  /** In what is deleted or collected: it will integrate as nothing. */
  | { readonly kind: 'dead' }
  | { readonly kind: 'entry'; readonly root: RootName; readonly key: string }
  | { readonly kind: 'field'; readonly entry: Entry; readonly field: string }
  | { readonly kind: 'text'; readonly entry: Entry; readonly field: string; readonly holder: string }

/** A new struct and where it would lie. */
export interface Placed extends FreshStruct {
  readonly spot: Spot
  /** The item it follows, as text; null when it follows none. */
  readonly after: string | null
  /** How many of its units the update does not itself delete: 0 is born dead. */
  readonly live: number
}

const DEAD: Spot = { kind: 'dead' }

export const idText = ({ client, clock }: { client: number; clock: number }): string => `${client}:${clock}`

export class Spots {
  readonly #doc: Y.Doc
  readonly #deletes: DeleteRanges
  readonly #roots: ReadonlyMap<unknown, RootName>
  readonly #placed = new Map<number, Placed[]>()

  constructor(doc: Y.Doc, deletes: DeleteRanges) {
    this.#doc = doc
    this.#deletes = deletes
    const names: readonly RootName[] = ['notes', 'themes', 'zones', 'marks']
    this.#roots = new Map(names.map((name) => [doc.getMap(name), name]))
  }

  /**
   * Places all that is new, each after everything it refers to. Two clients of one person come in one update when
   * someone wrote offline, reloaded and wrote on. What refers to the unknown, or in a ring, is a gap.
   */
  placeAll(fresh: ReadonlyMap<number, readonly FreshStruct[]>): Placed[] {
    for (const [client, [first]] of fresh) if (first?.clock !== Y.getState(this.#doc.store, client)) refuse('gap')
    const all: Placed[] = []
    const queues = [...fresh.values()].map((structs) => [...structs].reverse())
    while (queues.some((queue) => queue.length > 0)) {
      const before = all.length
      for (const queue of queues) {
        for (let next = queue.at(-1); next && this.#isReady(next); next = queue.at(-1)) {
          queue.pop()
          const placed = this.#place(next)
          all.push(placed)
          const ofClient = this.#placed.get(next.client)
          if (ofClient) ofClient.push(placed)
          else this.#placed.set(next.client, [placed])
        }
      }
      if (all.length === before) refuse('gap')
    }
    return all
  }

  /** Where something of the document lies. */
  ofStored(struct: Y.Item | Y.GC): Spot {
    if (!(struct instanceof Y.Item)) return DEAD
    const parent = struct.parent
    if (!(parent instanceof Y.AbstractType)) return DEAD
    const holder = parent._item
    if (holder === null) return this.#under(this.#roots.get(parent), struct.parentSub)
    if (holder.deleted) return DEAD
    return inside(this.ofStored(holder), idText(holder.id), parent, struct.parentSub, false)
  }

  /** Whether a clock is beyond both the document and the update. */
  isUnknown(client: number, clock: number): boolean {
    if (clock < Y.getState(this.#doc.store, client)) return false
    const last = this.#placed.get(client)?.at(-1)
    return !last || clock >= last.clock + last.length
  }

  #isReady({ item }: FreshStruct): boolean {
    if (item === null) return true
    const parent = item.parent instanceof Y.ID ? item.parent : null
    return [item.origin, item.rightOrigin, parent].every((id) => id === null || !this.isUnknown(id.client, id.clock))
  }

  #place(struct: FreshStruct): Placed {
    const { client, clock, length, item, known } = struct
    const isDeleted = item === null || item.content instanceof Y.ContentDeleted
    const live = isDeleted ? 0 : length - this.#deletes.covered(client, clock, length)
    if (item === null) return { ...struct, spot: DEAD, after: null, live }
    const spot = this.#spotOf(item)
    // The known beginning says where the rest goes; what the rest claims must not differ.
    const before = known > 0 ? { client, clock: clock - 1 } : null
    if (before && !isSame(this.#at(before), spot)) refuse('malformed')
    const after = before ?? item.origin
    return { ...struct, spot, after: after && idText(after), live }
  }

  #spotOf(item: Y.Item): Spot {
    const left = item.origin && this.#at(item.origin)
    const right = item.rightOrigin && this.#at(item.rightOrigin)
    if (left && right && !isSame(left, right)) refuse('malformed')
    const neighbour = left ?? right
    if (neighbour) return neighbour
    // The decoder leaves a root's name as text, which its type does not say.
    const parent: unknown = item.parent
    if (typeof parent === 'string') return this.#under(rootNamed(parent), item.parentSub)
    if (parent instanceof Y.ID) return this.#inside(parent, item.parentSub)
    return refuse('malformed')
  }

  /** The spot of a child of the item with this id. */
  #inside(id: Y.ID, sub: string | null): Spot {
    const fresh = this.#freshAt(id)
    if (!fresh) {
      const holder = this.#storedAt(id)
      if (!(holder instanceof Y.Item) || holder.deleted) return DEAD
      const type = holder.content instanceof Y.ContentType ? holder.content.type : null
      return inside(this.ofStored(holder), idText(holder.id), type, sub, false)
    }
    if (fresh.live === 0 || fresh.spot.kind === 'dead') return DEAD
    const type = fresh.item?.content instanceof Y.ContentType ? fresh.item.content.type : null
    return inside(fresh.spot, idText(fresh), type, sub, true)
  }

  #under(root: RootName | undefined, key: string | null): Spot {
    return root && key !== null ? { kind: 'entry', root, key } : refuse('shape')
  }

  #at(id: { client: number; clock: number }): Spot {
    return this.#freshAt(id)?.spot ?? this.ofStored(this.#storedAt(id))
  }

  #storedAt({ client, clock }: { client: number; clock: number }): Y.Item | Y.GC {
    const structs = this.#doc.store.clients.get(client) ?? []
    return structs[Y.findIndexSS(structs, clock)] ?? refuse('gap')
  }

  #freshAt({ client, clock }: { client: number; clock: number }): Placed | null {
    const placed = this.#placed.get(client) ?? []
    let low = 0
    let high = placed.length - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      const one = placed[middle]
      if (!one) break
      if (clock < one.clock) high = middle - 1
      else if (clock >= one.clock + one.length) low = middle + 1
      else return one
    }
    return null
  }
}

const ROOTS: ReadonlyMap<string, RootName> = new Map(
  (['notes', 'themes', 'zones', 'marks'] as const).map((name) => [name, name]),
)
const rootNamed = (name: string): RootName | undefined => ROOTS.get(name)

function inside(outer: Spot, holder: string, type: unknown, sub: string | null, isFresh: boolean): Spot {
  if (outer.kind === 'dead') return DEAD
  if (outer.kind === 'entry' && isExactly(type, Y.Map) && sub !== null)
    return { kind: 'field', entry: { root: outer.root, key: outer.key, holder, isFresh }, field: sub }
  if (outer.kind === 'field' && isExactly(type, Y.Text) && sub === null)
    return { kind: 'text', entry: outer.entry, field: outer.field, holder }
  return refuse('shape')
}

/** Not its heirs: Yjs has XML types that extend its maps and texts. */
export const isExactly = (value: unknown, type: typeof Y.Map | typeof Y.Text): boolean =>
  value instanceof Y.AbstractType && value.constructor === type

function isSame(a: Spot, b: Spot): boolean {
  if (a.kind === 'dead' || b.kind === 'dead') return a.kind === b.kind
  if (a.kind === 'entry') return b.kind === 'entry' && a.root === b.root && a.key === b.key
  if (a.kind === 'field') return b.kind === 'field' && a.entry.holder === b.entry.holder && a.field === b.field
  return b.kind === 'text' && a.holder === b.holder
}
