import type { InvitationId, NetworkId, OrganisationId, ParticipantId, SessionId, ShareId } from '../model/ids.ts'
import type { Door, Language, Organisation, Role, Step } from '../model/network.ts'
import type { Zone } from '../model/zone.ts'
import type { Refusal } from '../model/refusal.ts'

// The JSON of the HTTP calls, as both sides see it. docs/api.md tells who may and gives an example a call.

/** RFC 9457, with the refusal as `code`. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: Refusal
  readonly detail?: string
}

export interface SessionInfo {
  readonly id: SessionId
  readonly network: NetworkId
  readonly number: number
  readonly title: string
  /** Null while the door is closed. */
  readonly code: string | null
  readonly joinUrl: string | null
  readonly door: Door
  readonly host: OrganisationId | null
  readonly secondPresenter: OrganisationId | null
  readonly venue: string
  readonly startsAt: string | null
  readonly endsAt: string | null
  readonly zones: readonly Zone[]
  readonly agenda: readonly Step[]
  /** Whether the members may read the record for the group. */
  readonly recordPublished: boolean
  /** Whether the group agreed with it. */
  readonly recordApproved: boolean
}

export interface MemberInfo {
  readonly id: ParticipantId
  readonly role: 'member' | 'facilitator'
  readonly name: string | null
  readonly organisation: OrganisationId | null
}

export interface MemberListed extends MemberInfo {
  /** At the door, not yet let in. */
  readonly waiting: boolean
  /** False for who came without one: the facilitator writes in their name. */
  readonly device: boolean
}

/** A link that waits to be opened. What it holds is known to who made it alone. */
export interface InvitationInfo {
  readonly id: InvitationId
  /** Whose device it brings in; null for a facilitator more. */
  readonly participant: ParticipantId | null
  /** ISO. */
  readonly madeAt: string
}

/** GET /api/invitations/:token: what the page shows before the link is used. */
export interface Invited {
  readonly network: Pick<NetworkInfo, 'id' | 'title' | 'language' | 'organisations' | 'openList'>
  /** Whose device it brings in; null for a facilitator more. */
  readonly person: MemberInfo | null
  /** Whether this person has devices, which close when it is opened. */
  readonly again: boolean
  /** Who this device is already in the network. */
  readonly known: MemberInfo | null
}

/** POST /api/invitations/:token. */
export interface InvitationAccepted {
  readonly network: NetworkId
  /** The last session in which this person was, if any. */
  readonly session: SessionId | null
  readonly participant: Joined['participant']
}

/** POST /api/networks/:id/people/:participant/link, for oneself: one’s only link from now on. */
export interface RenewedLink {
  readonly token: string
  readonly url: string
}

/** A link by which someone reads a record. What it holds is told to who makes it alone, once. */
export interface ShareInfo {
  readonly id: ShareId
  readonly level: 'group' | 'organisation' | 'public'
  /** At level organisation: whose. */
  readonly organisation: OrganisationId | null
  /** ISO. */
  readonly madeAt: string
  /** Whether it opens the record now: false while that is not published at its level. */
  readonly open: boolean
}

/** GET /api/sessions/:id/shares. */
export interface Shares {
  /** In the order in which they were made. */
  readonly shares: readonly ShareInfo[]
  /** Where members read the record, as their devices find it. */
  readonly recordUrl: string
}

/** POST /api/sessions/:id/shares. */
export interface MadeShare extends ShareInfo {
  readonly url: string
}

export interface NetworkInfo {
  readonly id: NetworkId
  readonly title: string
  readonly topic: string
  readonly language: Language
  /** An IANA zone: the sessions' times are meant there, whatever zone a device is in. */
  readonly timeZone: string
  readonly organisations: readonly Organisation[]
  readonly openList: boolean
  /** What the group agreed on, a sentence each. */
  readonly groundRules: readonly string[]
  readonly retentionDays: number
  /** A throw-away copy in which a session is tried out. */
  readonly rehearsal: boolean
  /** Only for the facilitator of a rehearsal: the network of which it is a copy. */
  readonly rehearsalOf?: NetworkId
  readonly eraseOn: string | null
  readonly sessions: readonly SessionInfo[]
  /** Only for the facilitator. */
  readonly members?: readonly MemberListed[]
  readonly invitations?: readonly InvitationInfo[]
  readonly me: MemberInfo
  /** The personal link of who asks, by which a second device becomes the same person. */
  readonly url?: string
}

export interface CreatedNetwork {
  readonly network: Omit<NetworkInfo, 'me' | 'members' | 'invitations' | 'url' | 'rehearsalOf'>
  readonly facilitator: { readonly id: ParticipantId; readonly token: string; readonly url: string }
}

/** POST /api/sessions/:id/rehearsal. */
export interface StartedRehearsal extends CreatedNetwork {
  readonly session: SessionInfo
}

export interface Joined {
  readonly session: SessionInfo
  readonly participant: {
    readonly id: ParticipantId
    readonly name?: string
    readonly organisation: OrganisationId | null
    readonly token: string
    readonly url: string
    /** True while the door is `ask` and the facilitator has not let this person in. */
    readonly waiting?: true
  }
}

/** GET /api/join/:code: what the page shows before one joins. */
export interface Invitation {
  readonly network: {
    readonly title: string
    readonly language: Language
    readonly organisations: readonly Organisation[]
    readonly openList: boolean
    readonly rehearsal: boolean
  }
  readonly session: {
    readonly id: SessionId
    readonly number: number
    readonly title: string
    readonly venue: string
    readonly host: OrganisationId | null
    readonly startsAt: string | null
  }
  /** Who this device is already, when it is known in the network. */
  readonly known: MemberInfo | null
}

/** GET /api/me: the networks this device is known in. */
export interface MyNetworks {
  /** Whether starting a network takes the key of the host. */
  readonly createKey: boolean
  readonly networks: readonly {
    readonly id: NetworkId
    readonly title: string
    readonly role: Exclude<Role, 'wall'>
    readonly participant: ParticipantId
    readonly organisation: string | null
    readonly sessions: readonly {
      readonly id: SessionId
      readonly number: number
      readonly startsAt: string | null
      readonly endsAt: string | null
    }[]
  }[]
}
