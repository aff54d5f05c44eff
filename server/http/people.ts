import { Router, type Request } from 'express'
import { isId, type NetworkId, type ParticipantId } from '../../shared/model/ids.ts'
import { translators } from '../../shared/text/every-language.ts'
import type { RenewedLink } from '../../shared/wire/http.ts'
import { isRefusal } from '../control/change-session.ts'
import type { House } from '../control/house.ts'
import { invite } from '../control/invitations.ts'
import { endLink, renewLink } from '../control/links.ts'
import { memberOf } from '../control/people.ts'
import { ownData } from '../control/own-data.ts'
import {
  deadTokens,
  facilitator,
  networkAsked,
  person,
  personOrWaiting,
  signIn,
  signInUrlElsewhere,
  signOut,
  type Person,
} from './asking.ts'
import type { StoredMember } from '../storage/storage.ts'
import { Refused } from './problem.ts'
import { madeInvitation } from './views.ts'

/** Someone's personal link, and what is theirs. */
export function peopleRoutes(house: House): Router {
  const routes = Router()

  routes.post('/networks/:id/people/:participant/link', async (request, response) => {
    const { id } = await networkAsked(house, request)
    const me = await person(house, request, { network: id })
    if (!isOneself(request, me)) {
      if (me.role !== 'facilitator') throw new Refused('not-for-you')
      const { id: participant } = await memberAsked(house, request, id)
      const made = await invite(house, id, me.member.id, { participant, again: true })
      if (isRefusal(made)) throw new Refused(made)
      response.status(201).json(madeInvitation(house, request, made))
      return
    }
    const renewed = await renewLink(house, me.member, me.token)
    if (isRefusal(renewed)) throw new Refused(renewed)
    const { token } = renewed
    signIn(house, request, response, token, await deadTokens(house, request))
    const answer: RenewedLink = { token, url: signInUrlElsewhere(house, request, token) }
    response.status(201).json(answer)
  })

  routes.delete('/networks/:id/people/:participant/link', async (request, response) => {
    const { id } = await networkAsked(house, request)
    const me = await facilitator(house, request, { network: id })
    const member = await memberAsked(house, request, id)
    const refusal = await endLink(house, member.id, id)
    if (refusal) throw new Refused(refusal)
    if (isOneself(request, me)) signOut(house, request, response, new Set([me.token]))
    response.status(204).end()
  })

  routes.get('/networks/:id/people/:participant/data', async (request, response) => {
    const network = await networkAsked(house, request)
    const me = await personOrWaiting(house, request, { network: network.id })
    if (!isOneself(request, me)) throw new Refused('not-for-you')
    const data = await ownData(house, network, me.member)
    if (isRefusal(data)) throw new Refused(data)
    const name = `${translators[network.language]('privacy.file.name')}.json`
    response.set('Content-Disposition', `attachment; filename="${name}"`)
    // Indented: people open it themselves.
    response.type('json').send(JSON.stringify(data, null, 2))
  })

  return routes
}

const isOneself = (request: Request, me: Person): boolean => request.params.participant === me.member.id

/** @throws Refused participant-unknown. */
async function memberAsked(house: House, request: Request, network: NetworkId): Promise<StoredMember> {
  const { participant } = request.params
  const member = isId(participant) ? await memberOf(house, network, participant as ParticipantId) : null
  if (!member) throw new Refused('participant-unknown')
  return member
}
