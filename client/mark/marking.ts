import type { MarkKind } from '../../shared/model/board.ts'
import type { NoteId } from '../../shared/model/ids.ts'
import { order } from '../guide/guiding.ts'
import { ownNotes } from '../live/own-notes.ts'
import type { LiveSession } from '../live/session.svelte.ts'

// What people say of each other's notes: that they recognise it, that they take it home. What the server refuses is said.

/** What this person can say of others' notes: who is of no organisation takes nothing home. */
export const kindsFor = ({ state }: LiveSession): readonly MarkKind[] =>
  state?.me.organisation ? ['recognise', 'takeHome'] : ['recognise']

/** One says nothing of one's own notes; these are they. */
export const notToMark = (session: LiveSession): ReadonlySet<NoteId> => new Set(ownNotes(session).map(({ id }) => id))

export const isMarked = ({ state }: LiveSession, note: NoteId, kind: MarkKind): boolean =>
  state?.me.marks[kind].includes(note) ?? false

export const turnMark = (session: LiveSession, note: NoteId, kind: MarkKind): Promise<boolean> =>
  order(session, { type: 'mark', note, kind, on: !isMarked(session, note, kind) })
