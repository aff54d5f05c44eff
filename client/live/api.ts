import type { NetworkId, OrganisationId, ParticipantId, SessionId } from '../../shared/model/ids.ts'
import type { Language, Organisation } from '../../shared/model/network.ts'
import type { Command, CommandAnswer } from '../../shared/wire/commands.ts'
import type {
  CreatedNetwork,
  Invitation,
  Joined,
  MyNetworks,
  NetworkInfo,
  SessionInfo,
} from '../../shared/wire/http.ts'
import type { OrganisationPage, SeriesInfo } from '../../shared/wire/series.ts'
import type { SeriesAnswer, SeriesCommand } from '../../shared/wire/series-commands.ts'
import type { SessionState } from '../../shared/wire/state.ts'
import { call, type Answer } from '../net/http.ts'
import { forgetNetwork, forgetSession } from '../net/device.ts'

export type { Answer } from '../net/http.ts'

// The HTTP calls, by what they are for. docs/api.md tells who may.

export const myNetworks = (): Promise<Answer<MyNetworks>> => call('GET', '/api/me')

export interface NewNetwork {
  readonly title: string
  readonly topic?: string
  readonly language?: Language
  readonly organisations?: readonly string[]
  readonly template?: 'series' | 'single'
}
/** `key` is the host's, where starting a network takes one; a wrong one is refused with `not-for-you`. */
export const createNetwork = (network: NewNetwork, key?: string): Promise<Answer<CreatedNetwork>> =>
  call('POST', '/api/networks', network, key)

export const network = (id: NetworkId): Promise<Answer<NetworkInfo>> => call('GET', `/api/networks/${id}`)

export interface NetworkChanges {
  readonly title?: string
  readonly topic?: string
  readonly language?: Language
  /** The whole list: a known id renames, an entry without id is added. */
  readonly organisations?: readonly (Organisation | { readonly name: string })[]
  readonly openList?: boolean
  readonly retentionDays?: number
  readonly groundRules?: readonly string[]
}
export const changeNetwork = (id: NetworkId, changes: NetworkChanges): Promise<Answer<NetworkInfo>> =>
  call('PATCH', `/api/networks/${id}`, changes)

/** `said`: without what the boards hold, which the server has to read for it. */
export const series = (id: NetworkId, of: 'all' | 'said' = 'all'): Promise<Answer<SeriesInfo>> =>
  call('GET', `/api/networks/${id}/series${of === 'said' ? '?of=said' : ''}`)

export async function seriesCommand(id: NetworkId, command: SeriesCommand): Promise<SeriesAnswer> {
  const answer = await call<SeriesAnswer>('POST', `/api/networks/${id}/commands`, command)
  return answer.ok ? answer.value : answer
}

export const organisationPage = (id: NetworkId, organisation: OrganisationId): Promise<Answer<OrganisationPage>> =>
  call('GET', `/api/networks/${id}/organisations/${organisation}`)

export async function eraseNetwork(id: NetworkId): Promise<Answer<null>> {
  const answer = await call<null>('DELETE', `/api/networks/${id}`)
  if (answer.ok) await forgetNetwork(id)
  return answer
}

/** Someone goes, and all their notes. */
export const erasePerson = (id: NetworkId, participant: ParticipantId): Promise<Answer<null>> =>
  call('DELETE', `/api/networks/${id}/people/${participant}`)

/** The same for oneself: this device forgets the network too. */
export async function eraseMe(id: NetworkId, me: ParticipantId): Promise<Answer<null>> {
  const answer = await erasePerson(id, me)
  if (answer.ok) await forgetNetwork(id)
  return answer
}

export interface SessionChanges {
  readonly title?: string
  readonly host?: OrganisationId | null
  readonly secondPresenter?: OrganisationId | null
  readonly venue?: string
  readonly startsAt?: string | null
  readonly endsAt?: string | null
  /** The session whose agenda it takes. */
  readonly from?: SessionId
}
/** `from`: the session whose zones and agenda it begins with. */
export const addSession = (id: NetworkId, from?: SessionId): Promise<Answer<SessionInfo>> =>
  call('POST', `/api/networks/${id}/sessions`, { ...(from && { from }) })

export const session = (id: SessionId): Promise<Answer<SessionInfo>> => call('GET', `/api/sessions/${id}`)

export const changeSession = (id: SessionId, changes: SessionChanges): Promise<Answer<SessionInfo>> =>
  call('PATCH', `/api/sessions/${id}`, changes)

export async function eraseSession(id: SessionId): Promise<Answer<null>> {
  const answer = await call<null>('DELETE', `/api/sessions/${id}`)
  if (answer.ok) await forgetSession(id)
  return answer
}

export const sessionState = (id: SessionId): Promise<Answer<SessionState>> => call('GET', `/api/sessions/${id}/state`)

/** For a page that has no open session; an open one sends its commands over its own socket. */
export async function sessionCommand(id: SessionId, command: Command): Promise<CommandAnswer> {
  const answer = await call<CommandAnswer>('POST', `/api/sessions/${id}/commands`, command)
  return answer.ok ? answer.value : answer
}

export const wall = (id: SessionId): Promise<Answer<{ token: string; url: string }>> =>
  call('POST', `/api/sessions/${id}/wall`)

export const invitation = (code: string): Promise<Answer<Invitation>> =>
  call('GET', `/api/join/${encodeURIComponent(code)}`)

export interface JoinAs {
  readonly code: string
  readonly name?: string
  /** An id or a name of the network's list; a new name where the list is open. */
  readonly organisation?: string
}
export const join = (as: JoinAs): Promise<Answer<Joined>> => call('POST', '/api/join', as)

/** This device forgets who it was in a network, its copies of the boards included. */
export async function signOut(id: NetworkId): Promise<Answer<null>> {
  const answer = await call<null>('POST', '/api/sign-out', { network: id })
  if (answer.ok) await forgetNetwork(id)
  return answer
}
