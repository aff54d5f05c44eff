import { Router, type Request } from 'express'
import { isId, type ShareId } from '../../shared/model/ids.ts'
import type { MadeShare, ShareInfo, Shares } from '../../shared/wire/http.ts'
import { sharedUrl } from '../access/address.ts'
import { isRefusal } from '../control/change-session.ts'
import type { House } from '../control/house.ts'
import { publishedOf, shareRecord, type Shareable } from '../control/shares.ts'
import type { Share } from '../storage/storage.ts'
import { bodyOf, facilitator, inSession, networkAsked, sessionAsked } from './asking.ts'
import { shareFields } from './fields.ts'
import { Refused } from './problem.ts'

/** Links by which someone reads the record of a session or of the series: made, listed and taken back by facilitators. */
export function shareRoutes(house: House): Router {
  const { storage, addresses } = house
  const routes = Router()

  const sessionLed = async (request: Request): Promise<Shareable> => {
    const session = await sessionAsked(house, request)
    await facilitator(house, request, inSession(session))
    const network = await storage.findNetwork(session.network)
    // Erased meanwhile.
    if (!network) throw new Refused('session-unknown')
    return { network, session }
  }
  const seriesLed = async (request: Request): Promise<Shareable> => {
    const network = await networkAsked(house, request)
    await facilitator(house, request, { network: network.id })
    return { network, session: null }
  }

  for (const [of, led] of [
    ['sessions', sessionLed],
    ['networks', seriesLed],
  ] as const) {
    routes.post(`/${of}/:id/shares`, async (request, response) => {
      const record = await led(request)
      const asked = bodyOf(request, shareFields)
      if ((asked.level === 'organisation') !== (asked.organisation !== null))
        throw new Refused('malformed', 'organisation: an id with level organisation, and only there')
      const made = await shareRecord(house, record, asked)
      if (isRefusal(made)) throw new Refused(made)
      const answer: MadeShare = {
        ...shareInfo(made.share, true),
        url: `${sharedUrl(request, addresses)}/r/${made.token}`,
      }
      response.status(201).json(answer)
    })

    routes.get(`/${of}/:id/shares`, async (request, response) => {
      const record = await led(request)
      const { network, session } = record
      const shares = await storage.sharesOf(network.id, session?.id ?? null)
      const published = await publishedOf(house, record)
      const path = session ? `record/${session.id}` : `network/${network.id}/record`
      const answer: Shares = {
        shares: shares.map((share) => shareInfo(share, published.includes(share.level))),
        recordUrl: `${sharedUrl(request, addresses)}/${path}`,
      }
      response.json(answer)
    })

    routes.delete(`/${of}/:id/shares/:share`, async (request, response) => {
      const { network, session } = await led(request)
      const { share } = request.params
      const isGone = isId(share) && (await storage.removeShare(network.id, session?.id ?? null, share as ShareId))
      if (!isGone) throw new Refused('link-unknown')
      response.status(204).end()
    })
  }

  return routes
}

const shareInfo = ({ id, level, organisation, madeAt }: Share, open: boolean): ShareInfo => ({
  ...{ id, level, organisation, open },
  madeAt: new Date(madeAt).toISOString(),
})
