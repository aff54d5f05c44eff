// An edit, and what someone was given who came after it.

export type EditKind = 'note' | 'text' | 'move' | 'rewrite'

/** One edit, made beforehand. Its number is its mark. */
export interface Edit {
  readonly id: number
  /** The message that carries it. */
  readonly frame: Uint8Array | string
  /** By what one knows that a board holds it. */
  readonly proof: Proof
  /** Its bytes as a Yjs update, where it is one. */
  readonly update: Uint8Array | null
}

export type Proof =
  | { readonly by: 'clock'; readonly client: number; readonly clock: number }
  /** What stands in a note; `isShadowed`: until a later edit of the same author took its place. */
  | { readonly by: 'words'; readonly note: string; readonly words: string; readonly isShadowed: boolean }

/** What someone who came fresh was given. */
export interface Held {
  readonly has: (edit: Edit) => boolean
  readonly notes: number
  /** The number of a client's last cursor; undefined when nothing is said of it. */
  readonly cursorOf: (client: number) => number | undefined
  /** Nothing waits for something that did not come. */
  readonly isWhole: boolean
  /** Whether it says exactly what these edits make; null when that cannot be told. */
  readonly equals: (edits: readonly Edit[]) => boolean | null
}

/** What people do in the given workload, in turn: a fifth are new notes, a fifth are moves, the rest is typing. */
const WORKSHOP: readonly EditKind[] = ['note', 'text', 'text', 'move', 'text']

export const workshopKinds = (count: number): EditKind[] =>
  repeat(count, (n) => WORKSHOP[n % WORKSHOP.length] ?? 'note')
/** One note, and then everything goes into it. */
export const typingKinds = (count: number): EditKind[] => repeat(count, (n) => (n === 0 ? 'note' : 'text'))
export const rewritingKinds = (count: number): EditKind[] => repeat(count, (n) => (n === 0 ? 'note' : 'rewrite'))

const repeat = (count: number, kind: (n: number) => EditKind): EditKind[] =>
  Array.from({ length: count }, (_, n) => kind(n))
