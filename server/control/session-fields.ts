import type { OrganisationId, SessionId } from '../../shared/model/ids.ts'
import type { Door, Network } from '../../shared/model/network.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import type { StoredSession } from '../storage/storage.ts'
import { changeSession, given, isRefusal } from './change-session.ts'
import type { House } from './house.ts'
import { organisationMeant } from './networks.ts'
import { takePlan } from './plan.ts'
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
  /** The session whose agenda this one takes, and the zones that it lacks. */
  readonly from?: SessionId | undefined
}

export async function changeSessionFields(
  house: House,
  network: Network,
  session: StoredSession,
  { host, secondPresenter, from, ...fields }: SessionFields,
): Promise<StoredSession | Refusal> {
  const hostId = await presenterMeant(house, network, host)
  if (isRefusal(hostId)) return hostId
  const secondId = await presenterMeant(house, network, secondPresenter)
  if (isRefusal(secondId)) return secondId
  const like = from === undefined ? null : await house.storage.findSession(from)
  if (from !== undefined && like?.network !== network.id) return 'session-unknown'
  const presenters = given({ host: hostId, secondPresenter: secondId })
  const change = { ...given(fields), ...presenters }
  if (Object.keys(change).length === 0 && !like) return session
  const changed = await changeSession(house, session.id, (control) => {
    const planned = like ? takePlan(control, like.control) : control
    if (isRefusal(planned)) return planned
    const next = { ...planned, ...change }
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
