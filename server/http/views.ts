import type { Request } from 'express'
import type { Network } from '../../shared/model/network.ts'
import { eraseDate } from '../../shared/record/dates.ts'
import type { MemberInfo, NetworkInfo, SessionInfo } from '../../shared/wire/http.ts'
import { sharedUrl } from '../access/address.ts'
import type { House } from '../control/house.ts'
import { joinUrl } from '../control/session-state.ts'
import { sessionOf, type StoredMember, type StoredSession } from '../storage/storage.ts'

// What is stored, as the calls show it.

export function sessionInfo({ addresses }: House, request: Request, session: StoredSession): SessionInfo {
  const { code, ...shown } = sessionOf(session)
  const isOpen = shown.door !== 'closed'
  return {
    ...shown,
    code: isOpen ? code : null,
    joinUrl: isOpen ? joinUrl(sharedUrl(request, addresses), code) : null,
  }
}

export function networkInfo(
  house: House,
  request: Request,
  network: Network,
  sessions: readonly StoredSession[],
): Omit<NetworkInfo, 'me' | 'members' | 'url'> {
  const { id, title, topic, language, timeZone, organisations, openList, retentionDays, rehearsal } = network
  return {
    ...{ id, title, topic, language, timeZone, organisations, openList, retentionDays, rehearsal },
    eraseOn: eraseDate(network, sessions.map(sessionOf)),
    sessions: sessions.map((session) => sessionInfo(house, request, session)),
  }
}

export const memberInfo = ({ id, role, name, organisation }: StoredMember): MemberInfo => ({
  id,
  role,
  name,
  organisation,
})
