import type { NetworkId, ParticipantId } from '../../shared/model/ids.ts'
import type { InvitationInfo, RenewedLink } from '../../shared/wire/http.ts'
import { callForText } from '../net/file.ts'
import { call, type Answer } from '../net/http.ts'

// Someone's personal link, and what is theirs. Apart from the other calls: no phone needs them before its first note.

const link = (id: NetworkId, participant: ParticipantId) => `/api/networks/${id}/people/${participant}/link`

/** A new link for oneself: the former one is dead, and this device has the new one. */
export const renewLink = (id: NetworkId, me: ParticipantId): Promise<Answer<RenewedLink>> => call('POST', link(id, me))

/** A link that works once, and closes the devices of this person when it is opened. */
export const replaceDevices = (
  id: NetworkId,
  participant: ParticipantId,
): Promise<Answer<InvitationInfo & { readonly url: string }>> => call('POST', link(id, participant))

/** No device is this person's any more, from now on. */
export const closeDevices = (id: NetworkId, participant: ParticipantId): Promise<Answer<null>> =>
  call('DELETE', link(id, participant))

/** The file of all that is kept of oneself. */
export const ownData = (id: NetworkId, me: ParticipantId): Promise<Answer<string>> =>
  callForText(`/api/networks/${id}/people/${me}/data`)
