import type { MarkKind } from '../../shared/model/board.ts'
import { whyClosed } from '../../shared/model/closed.ts'
import type { NoteId } from '../../shared/model/ids.ts'
import { order } from '../guide/guiding.ts'
import { ownNotes } from '../live/own-notes.ts'
import type { LiveSession } from '../live/session.svelte.ts'

// What people say of each other's notes: that they recognise it, that they take it home. What the server refuses is said.

/** What this person can say of others' notes: who is of no organisation takes nothing home. Nothing when the session is over. */
export const kindsFor = ({ state, actor }: LiveSession): readonly MarkKind[] => {
  if (whyClosed(actor, 'write')) return []
  return state?.me.organisation ? ['recognise', 'takeHome'] : ['recognise']
}

/** One says nothing of one's own notes; these are they. */
export const notToMark = (session: LiveSession): ReadonlySet<NoteId> => new Set(ownNotes(session).map(({ id }) => id))

export const isMarked = ({ state }: LiveSession, note: NoteId, kind: MarkKind): boolean =>
  state?.me.marks[kind].includes(note) ?? false

/** What was pressed last, and in which state its answer came: the first one after that tells of it, none before has to. */
interface Pressed {
  readonly on: boolean
  answeredIn?: LiveSession['state']
}
const pressed = new WeakMap<LiveSession, Map<string, Pressed>>()

/** Says it, or says it no more: the other of what was pressed last, also when the server was not heard since. */
export async function turnMark(session: LiveSession, note: NoteId, kind: MarkKind): Promise<boolean> {
  const mine = pressed.get(session) ?? new Map<string, Pressed>()
  pressed.set(session, mine)
  const key = `${kind} ${note}`
  const last = mine.get(key)
  const isAhead = last && (!('answeredIn' in last) || last.answeredIn === session.state)
  const now: Pressed = { on: !(isAhead ? last.on : isMarked(session, note, kind)) }
  mine.set(key, now)
  const done = await order(session, { type: 'mark', note, kind, on: now.on })
  if (done) now.answeredIn = session.state
  else if (mine.get(key) === now) mine.delete(key)
  return done
}
