import type { OrganisationId, ParticipantId, SessionId, ZoneId } from '../../../../shared/model/ids.ts'
import type { Command } from '../../../../shared/wire/commands.ts'
import type { CreatedNetwork, Joined } from '../../../../shared/wire/http.ts'
import { boardRoom } from '../../../../shared/wire/sync.ts'
import type { Seat } from './seats.ts'

const ORGANISATIONS = ['Huis A', 'Huis B', 'Huis C']

/** A session of Bijeen where people may write, with an address of its own. */
export interface Venue {
  /** The seat of a person, who joins when they are asked for first. */
  readonly seat: (person: number) => Promise<Seat>
}

/** Starts a network and opens the first step of its first session, with names. */
export async function openVenue(port: number, number: number): Promise<Venue> {
  // As a proxy would say it: every venue is somewhere else.
  const headers = { 'X-Forwarded-For': `10.0.${number >> 8}.${number & 255}` }
  const post = async <T>(path: string, body: object, token?: string): Promise<T> => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as T
  }
  const { network, facilitator } = await post<CreatedNetwork>('/api/networks', {
    title: `Lerend netwerk ${number}`,
    organisations: ORGANISATIONS,
  })
  const [session] = network.sessions
  const [step] = session?.agenda ?? []
  const zone = session?.zones.find((one) => one.kind === 'expectations' && !one.hidden && !one.locked)
  if (!session || !step || !zone) throw new Error('a new network has no session that one can write in')
  const command = (one: Command) => post(`/api/sessions/${session.id}/commands`, one, facilitator.token)
  await command({ type: 'changeStep', step: step.id, mode: 'open', identity: 'name' })
  await command({ type: 'startStep', step: step.id })

  const joined = new Map<number, Promise<Joined['participant']>>()
  const join = (person: number) => {
    const fields = { code: session.code, name: `Deelnemer ${person}`, organisation: ORGANISATIONS[person % 3] }
    const found = joined.get(person) ?? post<Joined>('/api/join', fields).then((answer) => answer.participant)
    joined.set(person, found)
    return found
  }
  return {
    seat: async (person) => {
      const { id, organisation, token } = await join(person)
      return seatOf(session.id, zone.id, headers, { id, organisation, token })
    },
  }
}

function seatOf(
  session: SessionId,
  zone: ZoneId,
  headers: Readonly<Record<string, string>>,
  { id, organisation, token }: Pick<Joined['participant'], 'id' | 'organisation' | 'token'>,
): Seat {
  const room = boardRoom(session)
  return {
    room,
    path: `/sync/${room}?token=${token}`,
    headers,
    member: { author: id as ParticipantId, organisation: organisation as OrganisationId, zone },
  }
}
