import { Router } from 'express'
import type { Invitation, Joined, MyNetworks } from '../../shared/wire/http.ts'
import { callerOf } from '../access/address.ts'
import { grantsOf, tokensOf } from '../access/visitor.ts'
import { isRefusal } from '../control/change-session.ts'
import type { House } from '../control/house.ts'
import { invitedTo, join, knownIn } from '../control/people.ts'
import { bodyOf, signIn, signOut } from './asking.ts'
import { joinFields, signOutFields } from './fields.ts'
import { Refused } from './problem.ts'
import { memberInfo, participantInfo, sessionInfo } from './views.ts'

export function joinRoutes(house: House): Router {
  const { storage, rates } = house
  const routes = Router()

  routes.post('/join', async (request, response) => {
    if (!(await rates.join(callerOf(request, house.addresses)))) throw new Refused('too-fast')
    const joined = await join(house, bodyOf(request, joinFields), tokensOf(request))
    if (isRefusal(joined)) throw new Refused(joined)
    const { session, member, token, isNew } = joined
    signIn(house, request, response, token)
    const answer: Joined = {
      session: sessionInfo(house, request, session),
      participant: participantInfo(house, request, member, token),
    }
    response.status(isNew ? 201 : 200).json(answer)
  })

  routes.get('/join/:code', async (request, response) => {
    const address = callerOf(request, house.addresses)
    if (await rates.guessedTooMuch(address)) throw new Refused('too-fast')
    const found = await invitedTo(house, request.params.code)
    if (isRefusal(found)) {
      await rates.guess(address)
      throw new Refused(found)
    }
    const { session, network } = found
    const known = await knownIn(house, network, tokensOf(request))
    const { title, venue, host, startsAt, door } = session.control
    if (door === 'closed' && !known) throw new Refused('door-closed')
    const { language, openList, rehearsal } = network
    const { left } = (await house.storage.findSeries(network.id)).series
    const organisations = network.organisations.filter((one) => !left.includes(one.id))
    const invitation: Invitation = {
      network: { title: network.title, language, organisations, openList, rehearsal },
      session: { id: session.id, number: session.number, title, venue, host, startsAt },
      known: known && memberInfo(known.member),
    }
    response.json(invitation)
  })

  routes.get('/me', async (request, response) => {
    const networks = new Map<string, MyNetworks['networks'][number]>()
    for (const { network: id, member } of await grantsOf(storage, tokensOf(request))) {
      if (member === null || networks.get(id)?.role === 'facilitator') continue
      const network = await storage.findNetwork(id)
      // What is tried out is no network of anyone's.
      if (!network || network.rehearsal) continue
      const organisation = network.organisations.find((one) => one.id === member.organisation)?.name ?? null
      const sessions = (await storage.sessionsOf(id)).map(({ id: session, number, control }) => ({
        id: session,
        number,
        startsAt: control.startsAt,
        endsAt: control.endsAt,
      }))
      const { role, id: participant } = member
      networks.set(id, { id, title: network.title, role, participant, organisation, sessions })
    }
    const mine: MyNetworks = { createKey: house.createKey !== null, networks: [...networks.values()] }
    response.json(mine)
  })

  routes.post('/sign-out', async (request, response) => {
    const { network } = bodyOf(request, signOutFields)
    const here = (await grantsOf(storage, tokensOf(request))).filter((grant) => grant.network === network)
    signOut(house, request, response, new Set(here.map(({ token }) => token)))
    response.status(204).end()
  })

  return routes
}
