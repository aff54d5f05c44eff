import { BOUNDS } from '../../shared/model/bounds.ts'
import {
  isId,
  newNetworkId,
  newOrganisationId,
  newParticipantId,
  type OrganisationId,
  type ParticipantId,
  type SessionId,
} from '../../shared/model/ids.ts'
import {
  foldedName,
  lastNumber,
  type Language,
  type Network,
  type Organisation,
  type ShowOrganisation,
} from '../../shared/model/network.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import { translators } from '../../shared/text/every-language.ts'
import { sessionsIn, type TemplateName } from '../../shared/text/templates.ts'
import { hashToken, newToken } from '../access/token.ts'
import type { StoredSession } from '../storage/storage.ts'
import type { House } from './house.ts'
import { newSession, untilCodeIsFree } from './new-session.ts'
import { isRefusal } from './change-session.ts'
import { planLike } from './plan.ts'
import { withAspects } from './series/aspects.ts'

const RETENTION_DAYS = 30
const TIME_ZONE = 'Europe/Brussels'

/** In a small group an organisation's label is a name: it is left out where people say what they expect or felt. */
const SHOW_ORGANISATION: ShowOrganisation = {
  expectations: false,
  presentation: true,
  reflection: false,
  crossPollination: true,
  commitments: true,
  parked: false,
}

export interface NetworkWishes {
  readonly title: string
  readonly topic: string
  readonly language: Language
  readonly organisations: readonly string[]
  readonly template: TemplateName
}

export interface StartedNetwork {
  readonly network: Network
  readonly sessions: readonly StoredSession[]
  readonly facilitator: { readonly id: ParticipantId; readonly token: string }
}

/** Starts a network with the sessions of its template; who starts it is its facilitator. */
export async function startNetwork(
  { storage }: Pick<House, 'storage'>,
  wishes: NetworkWishes,
): Promise<StartedNetwork> {
  const t = translators[wishes.language]
  const network: Network = {
    id: newNetworkId(),
    title: wishes.title,
    topic: wishes.topic,
    language: wishes.language,
    timeZone: TIME_ZONE,
    organisations: uniqueNames(wishes.organisations).map((name) => ({ id: newOrganisationId(), name })),
    openList: true,
    showOrganisation: SHOW_ORGANISATION,
    groundRules: [],
    retentionDays: RETENTION_DAYS,
    rehearsal: false,
  }
  const token = newToken()
  const id = newParticipantId()
  return untilCodeIsFree(async () => {
    const sessions = Array.from({ length: sessionsIn(wishes.template) }, (_, i) =>
      newSession(wishes.template, i + 1, t),
    )
    const created = await storage.createNetwork({
      network,
      sessions,
      facilitator: { id, network: network.id, role: 'facilitator', name: null, organisation: null, admitted: true },
      token: { hash: hashToken(token), network: network.id, participant: id },
    })
    if (created === 'code-taken') return created
    return {
      network,
      sessions: sessions.map((session, i) => ({ ...session, network: network.id, number: i + 1, version: 1 })),
      facilitator: { id, token },
    }
  })
}

/** One session more, after the last: by the template, or with the zones and agenda of an earlier one. */
export async function addSession(
  { storage }: House,
  network: Network,
  from?: SessionId,
): Promise<StoredSession | Refusal> {
  const sessions = await storage.sessionsOf(network.id)
  if (sessions.length >= BOUNDS.sessionsPerNetwork) return 'bounds'
  const like = sessions.find(({ id }) => id === from)
  if (from !== undefined && !like) return 'session-unknown'
  const t = translators[network.language]
  const { aspects } = (await storage.findSeries(network.id)).series
  return untilCodeIsFree<StoredSession | Refusal>(async () => {
    const { id, control } = newSession('series', lastNumber(sessions) + 1, t)
    const planned = like ? { ...control, ...planLike(like.control) } : control
    const aspected = aspects ? withAspects(planned, aspects, 'others') : planned
    return isRefusal(aspected) ? aspected : storage.addSession(network.id, { id, control: aspected })
  })
}

/**
 * The organisation that is meant by an id or a name of the network's list. A name that is not on it is added when
 * `mayAdd`; otherwise it is unknown.
 */
export async function organisationMeant(
  { storage }: Pick<House, 'storage'>,
  network: Network,
  meant: string,
  mayAdd: boolean,
): Promise<OrganisationId | Refusal> {
  const known = network.organisations.find(({ id, name }) => id === meant || sameName(name, meant))
  if (known) return known.id
  const isAnId: boolean = isId(meant)
  if (isAnId || !mayAdd) return 'organisation-unknown'
  if (network.organisations.length >= BOUNDS.organisationsPerNetwork) return 'bounds'
  const added: Organisation = { id: newOrganisationId(), name: meant.trim() }
  return (await storage.addOrganisation(network.id, added)).id
}

const sameName = (a: string, b: string): boolean => foldedName(a) === foldedName(b)

const uniqueNames = (names: readonly string[]): string[] =>
  names.filter((name, i) => names.findIndex((other) => sameName(other, name)) === i)
