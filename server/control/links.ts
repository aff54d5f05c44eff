import type { NetworkId, ParticipantId } from '../../shared/model/ids.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import { hashToken, newToken } from '../access/token.ts'
import type { StoredMember } from '../storage/storage.ts'
import type { House } from './house.ts'
import { hangUp, peopleChanged, unlessLast } from './people.ts'

// The personal link: one for the whole series. Someone renews their own; a facilitator can only end another's, or make
// one that works once (`invitations.ts`): nobody is ever told a token that opens someone else's drafts.

/**
 * A new token for who shows `former`: all others of this person end, and what is open with them closes. Of two who ask at
 * the same instant with the same token one gets it, so that the device that was told last is not the one that is out.
 */
export async function renewLink(
  house: House,
  { id, network }: StoredMember,
  former: string,
): Promise<{ readonly token: string } | Refusal> {
  const token = newToken()
  const isKept = await house.storage.renewToken(hashToken(former), { hash: hashToken(token), network, participant: id })
  if (!isKept) return 'token-unknown'
  hangUp(house, id)
  await peopleChanged(house, network)
  return { token }
}

/** A phone was lost: nothing of this person's opens anything any more. Their notes and drafts stay, and who they are. */
export function endLink(house: House, id: ParticipantId, network: NetworkId): Promise<Refusal | null> {
  return unlessLast(house, id, network, null, async () => {
    await house.storage.endTokens(id)
    hangUp(house, id)
    await peopleChanged(house, network)
    return null
  })
}
