import { Router, type Request } from 'express'
import { isId, type ParticipantId } from '../../shared/model/ids.ts'
import type { Network } from '../../shared/model/network.ts'
import type { CreatedNetwork, NetworkInfo } from '../../shared/wire/http.ts'
import { callerOf } from '../access/address.ts'
import { sameSecret } from '../access/token.ts'
import { bearerOf } from '../access/visitor.ts'
import { given, isRefusal } from '../control/change-session.ts'
import { eraseNetwork, erasePerson } from '../control/erase.ts'
import type { House } from '../control/house.ts'
import { addSession, organisationMeant, startNetwork } from '../control/networks.ts'
import { memberOf } from '../control/people.ts'
import { changeSessionFields } from '../control/session-fields.ts'
import {
  bodyOf,
  facilitator,
  networkAsked,
  person,
  personOrWaiting,
  signIn,
  signInUrl,
  signInUrlElsewhere,
  signOut,
  type Person,
} from './asking.ts'
import { networkChangeFields, newNetworkFields, sessionChangeFields } from './fields.ts'
import { Refused } from './problem.ts'
import { invitationInfo, memberInfo, networkInfo, sessionInfo } from './views.ts'

export function networkRoutes(house: House): Router {
  const { storage, live } = house
  const routes = Router()

  routes.post('/networks', async (request, response) => {
    if (!(await house.rates.network(callerOf(request, house.addresses)))) throw new Refused('too-fast')
    const { createKey } = house
    if (createKey !== null && !sameSecret(bearerOf(request) ?? '', createKey))
      throw new Refused('not-for-you', 'Starting a network here takes the create key of the host.')
    const started = await startNetwork(house, bodyOf(request, newNetworkFields))
    const { id, token } = started.facilitator
    signIn(house, request, response, token)
    const created: CreatedNetwork = {
      network: networkInfo(house, request, started.network, started.sessions),
      facilitator: { id, token, url: signInUrl(house, request, token) },
    }
    response.status(201).json(created)
  })

  const people = async ({ id }: Network): Promise<Pick<NetworkInfo, 'members' | 'invitations'>> => {
    const without = new Set((await storage.withoutDevice(id)).map((member) => member.id))
    const members = (await storage.membersOf(id)).map((member) => ({
      ...memberInfo(member),
      waiting: !member.admitted,
      device: !without.has(member.id),
    }))
    return { members, invitations: (await storage.invitationsOf(id)).map(invitationInfo) }
  }

  const shown = async (request: Request, network: Network, me: Person): Promise<NetworkInfo> => ({
    ...networkInfo(house, request, network, await storage.sessionsOf(network.id)),
    ...(me.role === 'facilitator' && {
      ...(await people(network)),
      ...(network.rehearsal && given({ rehearsalOf: (await storage.findRehearsal(network.id))?.of.network })),
    }),
    me: memberInfo(me.member),
    // Of the token that was shown: only its hash is kept.
    url: signInUrlElsewhere(house, request, me.token),
  })

  routes.get('/networks/:id', async (request, response) => {
    const network = await networkAsked(house, request)
    const me = await person(house, request, { network: network.id })
    response.json(await shown(request, network, me))
  })

  routes.patch('/networks/:id', async (request, response) => {
    const network = await networkAsked(house, request)
    const me = await facilitator(house, request, { network: network.id })
    const { organisations, ...fields } = bodyOf(request, networkChangeFields)
    await changeOrganisations(house, network, organisations ?? [])
    await storage.changeNetwork(network.id, given(fields))
    for (const { id } of await storage.sessionsOf(network.id)) live.changed(id)
    response.json(await shown(request, await networkAsked(house, request), me))
  })

  routes.delete('/networks/:id', async (request, response) => {
    const { id } = await networkAsked(house, request)
    const { token } = await facilitator(house, request, { network: id })
    await eraseNetwork(house, id)
    signOut(house, request, response, new Set([token]))
    response.status(204).end()
  })

  routes.delete('/networks/:id/people/:participant', async (request, response) => {
    const network = await networkAsked(house, request)
    const me = await personOrWaiting(house, request, { network: network.id })
    const { participant } = request.params
    const isOneself = participant === me.member.id
    if (me.role !== 'facilitator' && !isOneself) throw new Refused('not-for-you')
    const member = isId(participant) ? await memberOf(house, network.id, participant as ParticipantId) : null
    if (!member) throw new Refused('participant-unknown')
    const refusal = await erasePerson(house, member)
    if (refusal) throw new Refused(refusal)
    if (isOneself) signOut(house, request, response, new Set([me.token]))
    response.status(204).end()
  })

  routes.post('/networks/:id/sessions', async (request, response) => {
    const network = await networkAsked(house, request)
    await facilitator(house, request, { network: network.id })
    const { from, ...fields } = bodyOf(request, sessionChangeFields)
    const added = await addSession(house, network, from)
    if (isRefusal(added)) throw new Refused(added)
    const session = await changeSessionFields(house, network, added, fields)
    if (isRefusal(session)) throw new Refused(session)
    for (const { id } of await storage.sessionsOf(network.id)) live.changed(id)
    response.status(201).json(sessionInfo(house, request, session))
  })

  return routes
}

type Wished = readonly (string | { readonly id?: Network['organisations'][number]['id'] | undefined; name: string })[]

async function changeOrganisations(house: House, network: Network, wished: Wished): Promise<void> {
  for (const wish of wished) {
    const { id = undefined, name } = typeof wish === 'string' ? { name: wish } : wish
    const known = id && network.organisations.find((one) => one.id === id)
    if (id && !known) throw new Refused('organisation-unknown')
    if (!known) {
      // The facilitator may always add to the list: openList is about who joins.
      const added = await organisationMeant(house, network, name, true)
      if (isRefusal(added)) throw new Refused(added)
    } else if (known.name !== name) {
      const renamed = await house.storage.renameOrganisation(network.id, { id: known.id, name })
      if (renamed === 'name-taken') throw new Refused('malformed', 'organisations: two bear the same name')
    }
  }
}
