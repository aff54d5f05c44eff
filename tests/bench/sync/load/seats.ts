import { v7 as uuid } from 'uuid'
import type { OrganisationId, ParticipantId, ZoneId } from '../../../../shared/model/ids.ts'
import { CONTESTANTS } from '../contestants.ts'
import type { Target } from '../job.ts'
import type { TldrawProtocol } from './tldraw-client.ts'
import { openVenue, type Venue } from './venue.ts'

/** Who writes, and in which zone. */
export interface BoardMember {
  readonly author: ParticipantId
  readonly organisation: OrganisationId
  readonly zone: ZoneId
}

/** Where someone connects, and as whom. */
export interface Seat {
  readonly room: string
  /** The path of the socket, with its query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly member: BoardMember
  readonly tldraw?: TldrawProtocol
}

export type Seats = (room: number, person: number) => Promise<Seat>

/** Finds a seat for everyone: with Bijeen in sessions that were started through its HTTP API, with others by name. */
export async function seatsAt({ name, port }: Target): Promise<Seats> {
  const { protocol } = CONTESTANTS[name]
  if (protocol === 'bijeen') return seatsInVenues(port)
  const tldraw = protocol === 'tldraw' ? await askProtocol(port) : null
  const zone = uuid() as ZoneId
  let sockets = 0
  return async (room) => ({
    room: `room${room}`,
    path: `/room${room}?session=${++sockets}`,
    headers: {},
    member: { author: uuid() as ParticipantId, organisation: uuid() as OrganisationId, zone },
    ...(tldraw && { tldraw }),
  })
}

function seatsInVenues(port: number): Seats {
  const venues = new Map<number, Promise<Venue>>()
  return async (room, person) => {
    const venue = venues.get(room) ?? openVenue(port, room)
    venues.set(room, venue)
    return (await venue).seat(person)
  }
}

async function askProtocol(port: number): Promise<TldrawProtocol> {
  return (await (await fetch(`http://127.0.0.1:${port}/protocol`)).json()) as TldrawProtocol
}
