import { Router } from 'express'
import { sharedUrl } from '../access/address.ts'
import { hashToken, newToken } from '../access/token.ts'
import { isRefusal } from '../control/change-session.ts'
import { carryOut } from '../control/commands.ts'
import { eraseSession } from '../control/erase.ts'
import type { House } from '../control/house.ts'
import { changeSessionFields } from '../control/session-fields.ts'
import { stateFor } from '../control/session-state.ts'
import { bodyOf, facilitator, inSession, person, sessionAsked, signInUrlElsewhere, visitor } from './asking.ts'
import { sessionChangeFields } from './fields.ts'
import { Refused } from './problem.ts'
import { sessionInfo } from './views.ts'

export function sessionRoutes(house: House): Router {
  const routes = Router()

  routes.get('/sessions/:id', async (request, response) => {
    const session = await sessionAsked(house, request)
    await person(house, request, inSession(session))
    response.json(sessionInfo(house, request, session))
  })

  routes.patch('/sessions/:id', async (request, response) => {
    const session = await sessionAsked(house, request)
    await facilitator(house, request, inSession(session))
    const network = await house.storage.findNetwork(session.network)
    if (!network) throw new Refused('session-unknown')
    const changed = await changeSessionFields(house, network, session, bodyOf(request, sessionChangeFields))
    if (isRefusal(changed)) throw new Refused(changed)
    response.json(sessionInfo(house, request, changed))
  })

  routes.delete('/sessions/:id', async (request, response) => {
    const session = await sessionAsked(house, request)
    await facilitator(house, request, inSession(session))
    const refusal = await eraseSession(house, session)
    if (refusal) throw new Refused(refusal)
    response.status(204).end()
  })

  routes.get('/sessions/:id/state', async (request, response) => {
    const session = await sessionAsked(house, request)
    const seen = await visitor(house, request, inSession(session))
    const snapshot = await house.live.snapshot(session.id)
    if (!snapshot) throw new Refused('session-unknown')
    response.json(stateFor(snapshot, seen, house.now(), sharedUrl(request, house.addresses)))
  })

  routes.post('/sessions/:id/commands', async (request, response) => {
    const session = await sessionAsked(house, request)
    const seen = await visitor(house, request, inSession(session))
    const answer = await carryOut(house, session.id, seen, request.body)
    if (!answer.ok) throw new Refused(answer.refusal)
    response.json(answer)
  })

  routes.post('/sessions/:id/wall', async (request, response) => {
    const session = await sessionAsked(house, request)
    await facilitator(house, request, inSession(session))
    const token = newToken()
    await house.storage.addToken({ hash: hashToken(token), network: session.network, session: session.id })
    response.status(201).json({ token, url: signInUrlElsewhere(house, request, token) })
  })

  return routes
}
