import { Router } from 'express'
import { isId, type InvitationId } from '../../shared/model/ids.ts'
import type { InvitationAccepted, Invited } from '../../shared/wire/http.ts'
import { tokensOf } from '../access/visitor.ts'
import { isRefusal } from '../control/change-session.ts'
import type { House } from '../control/house.ts'
import { accept, invite, invitedBy, lastSessionOf } from '../control/invitations.ts'
import { knownIn } from '../control/people.ts'
import { bodyOf, deadTokens, facilitator, networkAsked, signIn } from './asking.ts'
import { acceptFields, invitationFields } from './fields.ts'
import { Refused } from './problem.ts'
import { madeInvitation, memberInfo, participantInfo } from './views.ts'

/** Links that let someone in once: made and taken back by a facilitator, opened by whoever has them. */
export function invitationRoutes(house: House): Router {
  const routes = Router()

  routes.post('/networks/:id/invitations', async (request, response) => {
    const { id } = await networkAsked(house, request)
    const me = await facilitator(house, request, { network: id })
    const { participant } = bodyOf(request, invitationFields)
    const made = await invite(house, id, me.member.id, { participant, again: false })
    if (isRefusal(made)) throw new Refused(made)
    response.status(201).json(madeInvitation(house, request, made))
  })

  routes.delete('/networks/:id/invitations/:invitation', async (request, response) => {
    const { id } = await networkAsked(house, request)
    await facilitator(house, request, { network: id })
    const { invitation } = request.params
    const isGone = isId(invitation) && (await house.storage.removeInvitation(id, invitation as InvitationId))
    if (!isGone) throw new Refused('link-unknown')
    response.status(204).end()
  })

  routes.get('/invitations/:token', async (request, response) => {
    const invited = await invitedBy(house, request.params.token)
    if (isRefusal(invited)) throw new Refused(invited)
    const { network, member, again } = invited
    const known = await knownIn(house, network, tokensOf(request))
    const { id, title, language, organisations, openList } = network
    const answer: Invited = {
      network: { id, title, language, organisations, openList },
      person: member && memberInfo(member),
      again,
      known: known && memberInfo(known.member),
    }
    response.json(answer)
  })

  routes.post('/invitations/:token', async (request, response) => {
    const wishes = bodyOf(request, acceptFields)
    const accepted = await accept(house, request.params.token, wishes, tokensOf(request))
    if (isRefusal(accepted)) throw new Refused(accepted)
    const { network, member, token, isNew } = accepted
    signIn(house, request, response, token, await deadTokens(house, request))
    const answer: InvitationAccepted = {
      network: network.id,
      session: await lastSessionOf(house, member),
      participant: participantInfo(house, request, member, token),
    }
    response.status(isNew ? 201 : 200).json(answer)
  })

  return routes
}
