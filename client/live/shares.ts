import type { NetworkId, OrganisationId, SessionId, ShareId } from '../../shared/model/ids.ts'
import type { MadeShare, ShareInfo, Shares } from '../../shared/wire/http.ts'
import { call, type Answer } from '../net/http.ts'

// Links by which anyone reads a record. Apart from the other calls: only who guides needs them.

/** The record that they open: of a session, or of the series of a network. */
export type Shared =
  { readonly of: 'session'; readonly id: SessionId } | { readonly of: 'series'; readonly id: NetworkId }

const path = ({ of, id }: Shared): string => `/api/${of === 'series' ? 'networks' : 'sessions'}/${id}/shares`

export const shares = (record: Shared): Promise<Answer<Shares>> => call('GET', path(record))

export const share = (
  record: Shared,
  level: ShareInfo['level'],
  organisation?: OrganisationId,
): Promise<Answer<MadeShare>> => call('POST', path(record), { level, ...(organisation && { organisation }) })

/** The link is dead. */
export const endShare = (record: Shared, link: ShareId): Promise<Answer<null>> =>
  call('DELETE', `${path(record)}/${link}`)
