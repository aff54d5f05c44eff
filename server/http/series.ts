import { Router } from 'express'
import { isId, type OrganisationId } from '../../shared/model/ids.ts'
import type { House } from '../control/house.ts'
import { carryOutSeries } from '../control/series/commands.ts'
import { organisationPage, seriesInfo } from '../control/series/series-info.ts'
import { networkAsked, person } from './asking.ts'
import { Refused } from './problem.ts'

/** What is said about a series as a whole. */
export function seriesRoutes(house: House): Router {
  const routes = Router()

  routes.get('/networks/:id/series', async (request, response) => {
    const network = await networkAsked(house, request)
    const me = await person(house, request, { network: network.id })
    const of = request.query.of ?? 'all'
    if (of !== 'all' && of !== 'said') throw new Refused('malformed', 'of: all or said')
    response.json(await seriesInfo(house, network, me, of))
  })

  routes.post('/networks/:id/commands', async (request, response) => {
    const network = await networkAsked(house, request)
    const me = await person(house, request, { network: network.id })
    const answer = await carryOutSeries(house, network, me, request.body)
    if (!answer.ok) throw new Refused(answer.refusal)
    response.json(answer)
  })

  routes.get('/networks/:id/organisations/:organisation', async (request, response) => {
    const network = await networkAsked(house, request)
    const me = await person(house, request, { network: network.id })
    const { organisation } = request.params
    const isKnown = isId(organisation) && network.organisations.some(({ id }) => id === organisation)
    // To others it is not told which there are.
    if (me.role !== 'facilitator' && me.member.organisation !== organisation) throw new Refused('not-for-you')
    if (!isKnown) throw new Refused('organisation-unknown')
    response.json(await organisationPage(house, network, me, organisation as OrganisationId))
  })

  return routes
}
