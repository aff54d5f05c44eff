import type { Generated } from 'kysely'
import type { MarkKind } from '../../shared/model/board.ts'
import type {
  InvitationId,
  NetworkId,
  NoteId,
  OrganisationId,
  ParticipantId,
  SessionId,
  ShareId,
} from '../../shared/model/ids.ts'
import type { Language } from '../../shared/model/network.ts'
import type { Target } from '../../shared/model/vote.ts'
import type { PublishedLevel } from './storage.ts'

// The tables as the newest migration leaves them. JSON is text, a yes or no is 1 or 0, times are ms since 1970:
// the same in every database.

export interface Tables {
  network: {
    id: NetworkId
    title: string
    topic: string
    language: Language
    time_zone: string
    open_list: number
    show_organisation: string
    ground_rules: string
    retention_days: number
  }
  organisation: {
    id: OrganisationId
    network_id: NetworkId
    name: string
    /** The name as names are compared: one list holds each once. */
    folded_name: string
    position: number
  }
  member: {
    id: ParticipantId
    network_id: NetworkId
    role: 'member' | 'facilitator'
    name: string | null
    organisation_id: OrganisationId | null
    admitted: number
  }
  session: { id: SessionId; network_id: NetworkId; number: number; code: string }
  control_state: { session_id: SessionId; version: number; state: string }
  token_hash: {
    hash: string
    network_id: NetworkId
    member_id: ParticipantId | null
    session_id: SessionId | null
  }
  series: { network_id: NetworkId; version: number; state: string }
  invitation: {
    id: InvitationId
    hash: string
    network_id: NetworkId
    member_id: ParticipantId | null
    made_by: ParticipantId
    made_at: number
  }
  share: {
    id: ShareId
    hash: string
    network_id: NetworkId
    /** Null for the record of the series. */
    session_id: SessionId | null
    level: PublishedLevel
    organisation_id: OrganisationId | null
    made_at: number
  }
  attendance: { session_id: SessionId; member_id: ParticipantId; joined_at: number }
  mark: { session_id: SessionId; note_id: NoteId; member_id: ParticipantId; kind: MarkKind }
  imported_mark: {
    session_id: SessionId
    note_id: NoteId
    recognise: number
    /** JSON, a list of ids of organisations. */
    take_home: string
  }
  vote: { session_id: SessionId; member_id: ParticipantId; target: Target; dots: number }
  rehearsal: {
    network_id: NetworkId
    of_network: NetworkId
    of_session: SessionId
    by_member: ParticipantId
    made_at: number
    /** The made-up participants: JSON, a list of ids. */
    actors: string
  }
  board_snapshot: { session_id: SessionId; epoch: number; snapshot: Uint8Array | null }
  board_log: { seq: Generated<number>; session_id: SessionId; update_bytes: Uint8Array }
  pad_snapshot: { session_id: SessionId; owner_id: ParticipantId; epoch: number; snapshot: Uint8Array | null }
  pad_log: { seq: Generated<number>; session_id: SessionId; owner_id: ParticipantId; update_bytes: Uint8Array }
  note_owner: { note_id: NoteId; session_id: SessionId; member_id: ParticipantId }
  client_binding: { session_id: SessionId; client: number; member_id: ParticipantId }
}
