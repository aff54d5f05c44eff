import { Router } from 'express'
import type { StartedRehearsal } from '../../shared/wire/http.ts'
import { callerOf } from '../access/address.ts'
import { isRefusal } from '../control/change-session.ts'
import type { House } from '../control/house.ts'
import { startRehearsal } from '../control/rehearsals.ts'
import { deadTokens, facilitator, inSession, sessionAsked, signIn, signInUrl } from './asking.ts'
import { Refused } from './problem.ts'
import { networkInfo, sessionInfo } from './views.ts'

export function rehearsalRoutes(house: House): Router {
  const routes = Router()

  routes.post('/sessions/:id/rehearsal', async (request, response) => {
    const session = await sessionAsked(house, request)
    const me = await facilitator(house, request, inSession(session))
    if (!(await house.rates.network(callerOf(request, house.addresses)))) throw new Refused('too-fast')
    const started = await startRehearsal(house, session, me.member)
    if (isRefusal(started)) throw new Refused(started)
    const { id, token } = started.facilitator
    signIn(house, request, response, token, await deadTokens(house, request))
    const answer: StartedRehearsal = {
      network: networkInfo(house, request, started.network, [started.session]),
      session: sessionInfo(house, request, started.session),
      facilitator: { id, token, url: signInUrl(house, request, token) },
    }
    response.status(201).json(answer)
  })

  return routes
}
