import { Router, type Request } from 'express'
import { isId, type ShareId } from '../../shared/model/ids.ts'
import type { MadeShare, ShareInfo, Shares } from '../../shared/wire/http.ts'
import { sharedUrl } from '../access/address.ts'
import { isRefusal } from '../control/change-session.ts'
import type { House } from '../control/house.ts'
import { isOpen, shareRecord } from '../control/shares.ts'
import type { Share, StoredSession } from '../storage/storage.ts'
import { bodyOf, facilitator, inSession, sessionAsked } from './asking.ts'
import { shareFields } from './fields.ts'
import { Refused } from './problem.ts'

/** Links by which someone reads the record of a session: made, listed and taken back by its facilitators. */
export function shareRoutes(house: House): Router {
  const { storage, addresses } = house
  const routes = Router()

  const sessionLed = async (request: Request): Promise<StoredSession> => {
    const session = await sessionAsked(house, request)
    await facilitator(house, request, inSession(session))
    return session
  }

  routes.post('/sessions/:id/shares', async (request, response) => {
    const session = await sessionLed(request)
    const asked = bodyOf(request, shareFields)
    if ((asked.level === 'organisation') !== (asked.organisation !== null))
      throw new Refused('malformed', 'organisation: an id with level organisation, and only there')
    const made = await shareRecord(house, session, asked)
    if (isRefusal(made)) throw new Refused(made)
    const answer: MadeShare = {
      ...shareInfo(made.share, true),
      url: `${sharedUrl(request, addresses)}/r/${made.token}`,
    }
    response.status(201).json(answer)
  })

  routes.get('/sessions/:id/shares', async (request, response) => {
    const session = await sessionLed(request)
    const shares = await storage.sharesOf(session.network, session.id)
    const answer: Shares = {
      shares: shares.map((share) => shareInfo(share, isOpen(share, session))),
      recordUrl: `${sharedUrl(request, addresses)}/record/${session.id}`,
    }
    response.json(answer)
  })

  routes.delete('/sessions/:id/shares/:share', async (request, response) => {
    const { id, network } = await sessionLed(request)
    const { share } = request.params
    const isGone = isId(share) && (await storage.removeShare(network, id, share as ShareId))
    if (!isGone) throw new Refused('link-unknown')
    response.status(204).end()
  })

  return routes
}

const shareInfo = ({ id, level, organisation, madeAt }: Share, open: boolean): ShareInfo => ({
  ...{ id, level, organisation, open },
  madeAt: new Date(madeAt).toISOString(),
})
