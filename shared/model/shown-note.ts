import { v5, v7 } from 'uuid'
import type { NoteId } from './ids.ts'

// A draft that is shown becomes a note with an id of its own, made from the draft's. Whoever knows the draft's id, and that
// is its writer alone, can tell which note it became; from the note nobody can tell the draft. So what bears no name can
// still be known and withdrawn by who wrote it, and nowhere is it kept whose it is.

/** Sets these hashes apart from other uses of the same function. */
const NAMESPACE = '0193c1f0-7a1c-7d6e-9b52-5f0c6a1e2d34'

/** The id of the note that a draft becomes: a UUIDv7 of that moment, with 74 bits of a hash in place of chance. */
export function shownId(draft: NoteId, now: number): NoteId {
  const hash = v5(draft, NAMESPACE, new Uint8Array(16))
  const seq = new DataView(hash.buffer).getUint32(0)
  return v7({ msecs: now, seq, random: hash }) as NoteId
}

/** Equal for a draft and the note that it became, whenever that was. */
export const trait = (note: NoteId): string => note.slice(14)

export const traitOfDraft = (draft: NoteId): string => trait(shownId(draft, 0))
