import type { OrganisationId } from '../../shared/model/ids.ts'
import type { Door, Network } from '../../shared/model/network.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import type { StoredSession } from '../storage/storage.ts'
import { changeSession, given, isRefusal } from './change-session.ts'
import type { House } from './house.ts'
import { organisationMeant } from './networks.ts'
import { withPresenters } from './zones.ts'

/** What the facilitator says about a session; what is not given stays. */
export interface SessionFields {
  readonly title?: string | undefined
  readonly door?: Door | undefined
  /** An id or a name; null for nobody. A name that is not on the list is added: it is the facilitator who says it. */
  readonly host?: string | null | undefined
  readonly secondPresenter?: string | null | undefined
  readonly venue?: string | undefined
  readonly startsAt?: string | null | undefined
  readonly endsAt?: string | null | undefined
}

export async function changeSessionFields(
  house: House,
  network: Network,
  session: StoredSession,
  { host, secondPresenter, ...fields }: SessionFields,
): Promise<StoredSession | Refusal> {
  const hostId = await presenterMeant(house, network, host)
  if (isRefusal(hostId)) return hostId
  const secondId = await presenterMeant(house, network, secondPresenter)
  if (isRefusal(secondId)) return secondId
  const presenters = given({ host: hostId, secondPresenter: secondId })
  const change = { ...given(fields), ...presenters }
  if (Object.keys(change).length === 0) return session
  const changed = await changeSession(house, session.id, (control) => {
    const next = { ...control, ...change }
    return Object.keys(presenters).length > 0 ? { ...next, zones: withPresenters(next.zones, next) } : next
  })
  return changed.ok ? changed.session : changed.refusal
}

const presenterMeant = async (
  house: House,
  network: Network,
  meant: string | null | undefined,
): Promise<OrganisationId | null | undefined | Refusal> =>
  typeof meant === 'string' ? organisationMeant(house, network, meant, true) : meant
