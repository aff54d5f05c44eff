import type { OwnNote } from './pad.svelte.ts'
import type { LiveSession } from './session.svelte.ts'

/** All that this person wrote, oldest first: the newest stands nearest to the field. */
export function ownNotes({ board, pad, state, actor }: LiveSession): OwnNote[] {
  const unnamed = new Set(state?.me.unnamed)
  const onBoard = [...board.notes.values()].flatMap(({ id, note, unsaved }): OwnNote[] => {
    if (note.meta.author !== null)
      return note.meta.author === actor.participant ? [{ id, note, lies: 'named', unsaved }] : []
    return unnamed.has(id) || pad?.keyOf(id) ? [{ id, note, lies: 'unnamed', unsaved }] : []
  })
  return [...onBoard, ...(pad?.drafts ?? [])].sort(
    ({ note: a }, { note: b }) => a.meta.createdAt - b.meta.createdAt || (a.id < b.id ? -1 : 1),
  )
}
