import type { NetworkId, ParticipantId } from '../../shared/model/ids.ts'
import type { Organisation } from '../../shared/model/network.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import type { Command } from '../../shared/wire/commands.ts'
import type { MemberListed } from '../../shared/wire/http.ts'
import type { Person } from '../../shared/wire/state.ts'
import { erasePerson } from '../live/api.ts'
import { closeDevices } from '../live/personal.ts'
import type { LiveSession } from '../live/session.svelte.ts'

/** The people of a network as their facilitator changes them, from the network's page or from a session that runs. */
export interface Circle {
  readonly network: NetworkId
  readonly me: ParticipantId | null
  readonly organisations: readonly Organisation[]
  /** Null when it went well, else why not. */
  readonly command: (command: Command) => Promise<Refusal | null>
  readonly erase: (participant: ParticipantId) => Promise<Refusal | null>
  /** No device is this person's any more. */
  readonly closeDevices: (participant: ParticipantId) => Promise<Refusal | null>
}

/** Null while the session has not come yet. */
export function circleOf(session: LiveSession): Circle | null {
  const { state } = session
  if (!state) return null
  return {
    network: state.network.id,
    me: state.me.participant,
    organisations: state.network.organisations,
    command: async (command) => {
      const answer = await session.command(command)
      return answer.ok ? null : answer.refusal
    },
    erase: async (participant) => {
      const answer = await erasePerson(state.network.id, participant)
      return answer.ok ? null : answer.refusal
    },
    closeDevices: async (participant) => {
      const answer = await closeDevices(state.network.id, participant)
      return answer.ok ? null : answer.refusal
    },
  }
}

/** Someone of the session, as the dialogs show who is in a network. */
export const memberOf = ({ participant, role, name, organisation, waiting, device }: Person): MemberListed => ({
  id: participant,
  role,
  name,
  organisation,
  waiting,
  device,
})
