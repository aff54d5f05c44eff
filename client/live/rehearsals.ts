import type { NetworkId, SessionId } from '../../shared/model/ids.ts'
import type { StartedRehearsal } from '../../shared/wire/http.ts'
import { call, type Answer } from '../net/http.ts'
import { eraseNetwork, network } from './api.ts'

/** A copy of a session to try it out in; a former one of this facilitator is gone. */
export const rehearse = (id: SessionId): Promise<Answer<StartedRehearsal>> =>
  call('POST', `/api/sessions/${id}/rehearsal`)

/** Answers the network of which it was a copy, as far as this device may know. */
export async function throwAwayRehearsal(id: NetworkId): Promise<Answer<NetworkId | null>> {
  const info = await network(id)
  if (!info.ok) return info
  const answer = await eraseNetwork(id)
  return answer.ok ? { ok: true, value: info.value.rehearsalOf ?? null } : answer
}
