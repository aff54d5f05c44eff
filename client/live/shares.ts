import type { OrganisationId, SessionId, ShareId } from '../../shared/model/ids.ts'
import type { MadeShare, ShareInfo, Shares } from '../../shared/wire/http.ts'
import { call, type Answer } from '../net/http.ts'

// Links by which anyone reads a record. Apart from the other calls: only who guides needs them.

export const shares = (id: SessionId): Promise<Answer<Shares>> => call('GET', `/api/sessions/${id}/shares`)

export const share = (
  id: SessionId,
  level: ShareInfo['level'],
  organisation?: OrganisationId,
): Promise<Answer<MadeShare>> =>
  call('POST', `/api/sessions/${id}/shares`, { level, ...(organisation && { organisation }) })

/** The link is dead. */
export const endShare = (id: SessionId, link: ShareId): Promise<Answer<null>> =>
  call('DELETE', `/api/sessions/${id}/shares/${link}`)
