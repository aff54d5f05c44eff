import {
  newNetworkId,
  newOrganisationId,
  newParticipantId,
  newSessionId,
  type NetworkId,
} from '../../shared/model/ids.ts'
import type { Control, NewNetwork, StoredMember } from '../../server/storage/storage.ts'
import { NO_MINUTES } from '../../shared/model/minutes.ts'
import { network } from './records.ts'

// What a storage is given, as the server gives it.

let codes = 0
export const storedControl = (change: Partial<Control> = {}): Control => ({
  title: 'Bijeenkomst 1',
  code: `C${String(++codes).padStart(5, '0')}`,
  door: 'open',
  host: null,
  secondPresenter: null,
  venue: '',
  startsAt: null,
  endsAt: null,
  zones: [],
  agenda: [],
  step: null,
  ran: [],
  timer: null,
  promised: {},
  ended: null,
  minutes: NO_MINUTES,
  clustering: 'facilitator',
  wall: { kind: 'code' },
  here: null,
  vote: null,
  published: [],
  ...change,
})

export const storedPerson = (of: NetworkId, change: Partial<StoredMember> = {}): StoredMember => ({
  id: newParticipantId(),
  network: of,
  role: 'member',
  name: 'Één "naam" עם',
  organisation: null,
  admitted: true,
  ...change,
})

/** A network of two organisations, with a session for each of `codes`. */
export function storedNetwork(
  change: { title?: string; codes?: readonly (string | undefined)[]; names?: readonly string[] } = {},
): NewNetwork {
  const id = newNetworkId()
  const facilitator = storedPerson(id, { role: 'facilitator', name: null })
  return {
    network: {
      ...network,
      id,
      title: change.title ?? 'Lerend netwerk "ontmoetingsplaatsen"',
      organisations: (change.names ?? ['Organisatie A', 'Organisatie B']).map((name) => ({
        id: newOrganisationId(),
        name,
      })),
      groundRules: ['Wat hier gezegd wordt, blijft hier.'],
    },
    sessions: (change.codes ?? [undefined, undefined]).map((code) => ({
      id: newSessionId(),
      control: storedControl(code ? { code } : {}),
    })),
    facilitator,
    token: { hash: `hash of ${facilitator.id}`, network: id, participant: facilitator.id },
  }
}
