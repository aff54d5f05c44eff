import type { Refusal } from '../shared/model/refusal.ts'
import { CLOSE } from '../shared/wire/sync.ts'
import { isId } from '../shared/model/ids.ts'
import { isOwnOrigin } from './access/address.ts'
import { tokensOf, visitorOf } from './access/visitor.ts'
import type { House } from './control/house.ts'
import type { Admit, Arriving } from './sync/endpoint.ts'

/** Who may open which board: the cookie, the header or `?token=` says who it is. */
export function doorOf(
  house: Pick<House, 'storage' | 'addresses' | 'sockets' | 'leaving' | 'metrics'>,
): Required<Pick<Arriving, 'arrives'>> & { readonly admit: Admit } {
  const { storage, addresses, sockets, leaving, metrics } = house
  const no = (close: number, refusal: Refusal) => {
    metrics.refused('socket', refusal)
    return { ok: false, close, refusal } as const
  }
  return {
    arrives: (request, socket) => (sockets.comesFrom(request, socket) ? null : no(CLOSE.tooFast, 'too-many-open')),
    admit: async (request, room) => {
      if (!isOwnOrigin(request, addresses)) return no(CLOSE.notForYou, 'origin')
      const query = new URL(request.url ?? '/', 'http://localhost').searchParams
      const session = isId(room.session) ? await storage.findSession(room.session) : null
      if (!session) return no(CLOSE.roomUnknown, 'room-unknown')
      const where = { network: session.network, session: session.id }
      const as = query.get('as') === 'wall' ? 'wall' : null
      const seen = await visitorOf(storage, tokensOf(request, query.get('token')), where, as)
      if (!seen.ok) {
        if (seen.refusal === 'token-unknown') return no(CLOSE.tokenUnknown, 'token-unknown')
        // To other networks a board is not there at all; who waits at the door knows that it is.
        return seen.refusal === 'waiting' ? no(CLOSE.notForYou, 'waiting') : no(CLOSE.roomUnknown, 'room-unknown')
      }
      const { role, member } = seen.visitor
      if (room.kind === 'pad' && room.participant !== member?.id) return no(CLOSE.notForYou, 'not-for-you')
      // Drafts that nobody was shown are gone with the session.
      if (room.kind === 'pad' && session.control.ended !== null) return no(CLOSE.roomUnknown, 'room-unknown')
      if (member && leaving.has(member.id)) return no(CLOSE.tryAgain, 'version')
      if (member && !sockets.isOf('board', member.id, request.socket)) return no(CLOSE.tooFast, 'too-many-open')
      if (role === 'wall') return { ok: true, person: { role, participant: null, organisation: null } }
      return { ok: true, person: { role, participant: member.id, organisation: member.organisation } }
    },
  }
}
