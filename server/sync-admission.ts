import { CLOSE } from '../shared/wire/sync.ts'
import { isId } from '../shared/model/ids.ts'
import { isOwnOrigin } from './access/address.ts'
import { tokensOf, visitorOf } from './access/visitor.ts'
import type { House } from './control/house.ts'
import type { Admit } from './sync/endpoint.ts'

/** Who may open which board: the cookie, the header or `?token=` says who it is. */
export function admitToRooms({ storage, addresses, leaving }: Pick<House, 'storage' | 'addresses' | 'leaving'>): Admit {
  return async (request, room) => {
    if (!isOwnOrigin(request, addresses)) return { ok: false, close: CLOSE.notForYou }
    const query = new URL(request.url ?? '/', 'http://localhost').searchParams
    const session = isId(room.session) ? await storage.findSession(room.session) : null
    if (!session) return { ok: false, close: CLOSE.roomUnknown }
    const where = { network: session.network, session: session.id }
    const seen = await visitorOf(
      storage,
      tokensOf(request, query.get('token')),
      where,
      query.get('as') === 'wall' ? 'wall' : null,
    )
    if (!seen.ok) {
      if (seen.refusal === 'token-unknown') return { ok: false, close: CLOSE.tokenUnknown }
      // To other networks a board is not there at all; who waits at the door knows that it is.
      return { ok: false, close: seen.refusal === 'waiting' ? CLOSE.notForYou : CLOSE.roomUnknown }
    }
    const { role, member } = seen.visitor
    if (role === 'wall') return { ok: true, person: { role, participant: null, organisation: null } }
    if (leaving.has(member.id)) return { ok: false, close: CLOSE.tryAgain }
    return { ok: true, person: { role, participant: member.id, organisation: member.organisation } }
  }
}
