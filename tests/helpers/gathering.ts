import type { OrganisationId, ParticipantId, SessionId } from '../../shared/model/ids.ts'
import type { Zone, ZoneKind } from '../../shared/model/zone.ts'
import type { Command, CommandAnswer } from '../../shared/wire/commands.ts'
import type { CreatedNetwork, Joined, MemberInfo, NetworkInfo, SessionInfo } from '../../shared/wire/http.ts'
import { openBoard, type Who, type Writer } from './full-board.ts'

// A network that a program started, for tests that are about what comes after.

export interface Gathering {
  readonly created: CreatedNetwork
  /** The first session, as it was when it was made. */
  readonly session: SessionInfo
  readonly code: string
  /** The facilitator as a program. */
  readonly who: Who
  /** The address that makes a device the facilitator's. */
  readonly signIn: string
  readonly zone: (kind: ZoneKind) => Zone
  readonly command: (command: Command, session?: SessionId) => Promise<Accepted>
  readonly members: () => Promise<readonly MemberInfo[]>
  /** Someone without a page joins. */
  readonly joins: (fields?: { name?: string; organisation?: string }) => Promise<Joined['participant']>
  /** The facilitator's board without a page. */
  readonly board: () => Promise<Writer>
  /** The address that makes a device the wall. */
  readonly wall: () => Promise<string>
}

/** What a command that was carried out answers. */
export type Accepted = Extract<CommandAnswer, { ok: true }>

export interface Wanted {
  readonly title?: string
  readonly language?: string
  readonly organisations?: readonly string[]
}

export async function gather(url: string, wanted: Wanted = {}): Promise<Gathering> {
  const created = await post<CreatedNetwork>(`${url}/api/networks`, {
    title: 'Lerend netwerk ontmoetingsplaatsen',
    organisations: ['Organisatie A', 'Organisatie B'],
    ...wanted,
  })
  const session = created.network.sessions[0] as SessionInfo
  const { token, id } = created.facilitator
  const code = session.code ?? ''
  const who: Who = { token, participant: id, organisation: null }
  return {
    created,
    session,
    code,
    who,
    signIn: new URL(created.facilitator.url, url).href,
    zone: (kind) => {
      const zone = session.zones.find((one) => one.kind === kind && !one.hidden)
      if (!zone) throw new Error(`no zone of kind ${kind}`)
      return zone
    },
    command: (command, at = session.id) => post<Accepted>(`${url}/api/sessions/${at}/commands`, command, token),
    members: async () => {
      const answer = await fetch(`${url}/api/networks/${created.network.id}`, {
        headers: { authorization: `Bearer ${token}` },
      })
      return ((await answer.json()) as NetworkInfo).members ?? []
    },
    joins: async (fields = { organisation: 'Organisatie A' }) =>
      (await post<Joined>(`${url}/api/join`, { code, ...fields })).participant,
    board: () => openBoard(url, session.id, who),
    wall: async () => (await post<{ url: string }>(`${url}/api/sessions/${session.id}/wall`, {}, token)).url,
  }
}

/** Who joined, as one who writes by program. */
export const writerOf = (one: Joined['participant']): Who => ({
  token: one.token,
  participant: one.id as ParticipantId,
  organisation: one.organisation as OrganisationId | null,
})

async function post<T>(address: string, body: unknown, token?: string): Promise<T> {
  const answer = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${address}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as T
}
