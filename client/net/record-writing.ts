import type { ParticipantId, SessionId } from '../../shared/model/ids.ts'
import { forgetWriting, keptState, key, read, write } from './device.ts'

/** What is being written in the record, by field, and what stood there when it was begun. */
export type Writing = Readonly<Record<string, { readonly text: string; readonly was: string }>>
export const keptWriting = (session: SessionId): Writing => read<Writing>(key('writing', session), {})
export const keepWriting = (session: SessionId, writing: Writing): void => write(key('writing', session), writing)

/** What is being written is of whoever was here last: another person at this device finds nothing of it. */
export function forgetWritingOfAnother(session: SessionId, me: ParticipantId | null): void {
  const before = keptState(session)?.me.participant
  if (before && before !== me) forgetWriting(session)
}
