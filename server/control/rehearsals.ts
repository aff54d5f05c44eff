import {
  newExpectationId,
  newNetworkId,
  newOrganisationId,
  newParticipantId,
  type OrganisationId,
  type ParticipantId,
} from '../../shared/model/ids.ts'
import type { Network } from '../../shared/model/network.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import { NO_SERIES, type Series } from '../../shared/model/series.ts'
import { translators } from '../../shared/text/every-language.ts'
import { hashToken, newToken } from '../access/token.ts'
import type { Control, StoredMember, StoredSession } from '../storage/storage.ts'
import { eraseRehearsals } from './erase.ts'
import type { House } from './house.ts'
import { newSession, untilCodeIsFree } from './new-session.ts'
import { planLike } from './plan.ts'
import { withPresenters } from './zones.ts'

// A session tried out beforehand: a network of its own, with one session like the one that is prepared, and made-up
// participants. It shares no id with what it is a copy of, so nothing of it can come there.

const MADE_UP_PEOPLE = 8

export interface StartedRehearsal {
  readonly network: Network
  readonly session: StoredSession
  readonly facilitator: { readonly id: ParticipantId; readonly token: string }
}

/** A facilitator keeps one rehearsal of a session: a former one is thrown away first. */
export async function startRehearsal(
  house: House,
  session: StoredSession,
  { id: by }: StoredMember,
): Promise<StartedRehearsal | Refusal> {
  return house.turns.take(`rehearsal ${session.id} ${by}`, async () => {
    const network = await house.storage.findNetwork(session.network)
    if (!network) return 'network-unknown'
    if (network.rehearsal) return 'in-rehearsal'
    await eraseRehearsals(house, network.id, (one) => one.of.session === session.id && one.by === by)
    return makeRehearsal(house, network, session, by)
  })
}

async function makeRehearsal(
  { storage, now }: House,
  real: Network,
  { id: ofSession, number, control: original }: StoredSession,
  by: ParticipantId,
): Promise<StartedRehearsal> {
  const ids = new Map(real.organisations.map(({ id }) => [id, newOrganisationId()]))
  const organisations = real.organisations.map(({ id, name }) => ({ id: copied(ids, id), name }))
  const network: Network = { ...real, id: newNetworkId(), organisations, rehearsal: true }
  const token = newToken()
  const facilitator: StoredMember = {
    id: newParticipantId(),
    network: network.id,
    role: 'facilitator',
    name: null,
    organisation: null,
    admitted: true,
  }
  const t = translators[real.language]
  const actors = Array.from({ length: MADE_UP_PEOPLE }, (_, i): StoredMember => ({
    id: newParticipantId(),
    network: network.id,
    role: 'member',
    admitted: true,
    name: t('network.rehearsalPerson', { number: i + 1 }),
    organisation: organisations[i % organisations.length]?.id ?? null,
  }))
  const started = await untilCodeIsFree(async () => {
    const blank = newSession('single', number, t)
    const session = { id: blank.id, control: { ...blank.control, ...prepared(original, ids) } }
    const created = await storage.createNetwork({
      network,
      sessions: [session],
      firstNumber: number,
      facilitator,
      token: { hash: hashToken(token), network: network.id, participant: facilitator.id },
      rehearsal: { of: { network: real.id, session: ofSession }, by, madeAt: now(), actors },
    })
    if (created === 'code-taken') return created
    return {
      network,
      session: { ...session, network: network.id, number, version: 1 },
      facilitator: { id: facilitator.id, token },
    }
  })
  const { series } = await storage.findSeries(real.id)
  await storage.changeSeries(network.id, 0, preparedSeries(series))
  return started
}

/** What the group expects and is asked, and nothing of what became of it. */
const preparedSeries = ({ aspects, question, expectations }: Series): Series => ({
  ...NO_SERIES,
  aspects,
  question,
  expectations: expectations.map(({ text }) => ({
    id: newExpectationId(),
    text,
    session: null,
    theme: null,
    check: null,
    judgement: null,
  })),
})

type Prepared = 'title' | 'venue' | 'host' | 'secondPresenter' | 'clustering' | 'zones' | 'agenda'

/** What was prepared of a session, and nothing of when it is or what happened in it. */
function prepared(control: Control, ids: ReadonlyMap<OrganisationId, OrganisationId>): Pick<Control, Prepared> {
  const { title, venue, clustering } = control
  const host = control.host && copied(ids, control.host)
  const secondPresenter = control.secondPresenter && copied(ids, control.secondPresenter)
  const { zones, agenda } = planLike(control)
  const ofOwn = zones.map((zone) =>
    zone.organisation ? { ...zone, organisation: copied(ids, zone.organisation) } : zone,
  )
  return {
    ...{ title, venue, clustering, host, secondPresenter, agenda },
    zones: withPresenters(ofOwn, { host, secondPresenter }),
  }
}

function copied(ids: ReadonlyMap<OrganisationId, OrganisationId>, id: OrganisationId): OrganisationId {
  const copy = ids.get(id)
  if (copy === undefined) throw new Error('a session names an organisation that its network has not got')
  return copy
}
