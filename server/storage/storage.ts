import type { MarkKind } from '../../shared/model/board.ts'
import type {
  InvitationId,
  NetworkId,
  NoteId,
  OrganisationId,
  ParticipantId,
  SessionId,
} from '../../shared/model/ids.ts'
import type {
  Clustering,
  Here,
  Member,
  Network,
  Organisation,
  Role,
  Session,
  View,
} from '../../shared/model/network.ts'
import { NO_MINUTES, type Minutes } from '../../shared/model/minutes.ts'
import type { Series } from '../../shared/model/series.ts'
import type { RecordLevel } from '../../shared/record/record.ts'
import type { StepRun } from '../../shared/model/agenda.ts'
import type { Running } from '../../shared/model/running.ts'
import type { Promised } from '../../shared/model/identity.ts'
import type { Timer } from '../../shared/model/timer.ts'
import type { DotsOn, Target, VoteAbout } from '../../shared/model/vote.ts'
import type { BoardCommit, BoardFold, BoardStore } from './board-store.ts'

// What the server keeps, as small asynchronous interfaces. Nothing above them knows which database answers; every
// implementation passes the contract in tests/storage. A method rejects with StorageFailed when the database fails, and
// then it kept nothing.

/** The full record is the facilitator's alone. */
export type PublishedLevel = Exclude<RecordLevel, 'full'>

/** What the facilitator decides about a session. It changes as a whole, by compare-and-set on `version`. */
export interface Control extends Omit<Session, 'id' | 'network' | 'number'> {
  /** The running step; `startedAt` in ms since 1970. */
  readonly step: Running | null
  /** The steps that ran and ended, each once. */
  readonly ran: readonly StepRun[]
  readonly timer: Timer | null
  /** How drafts are signed when they are shown, by zone; for zones where there may be any. */
  readonly promised: Promised
  /** When the session was ended, in ms since 1970; null before, and when it went on. */
  readonly ended: number | null
  readonly clustering: Clustering
  readonly wall: View
  /** Where people are brought. */
  readonly here: Here | null
  /** The vote that runs, or the last one. Who laid which dots is in no control state: see VoteStore. */
  readonly vote: Vote | null
  /** The levels at which members may read the record. */
  readonly published: readonly PublishedLevel[]
  /** What the facilitator writes of the record. */
  readonly minutes: Minutes
}

/** What states that were kept by earlier versions lack. */
export const CONTROL_DEFAULTS: Pick<Control, 'ran' | 'timer' | 'promised' | 'ended' | 'here' | 'vote' | 'minutes'> = {
  ran: [],
  timer: null,
  promised: {},
  ended: null,
  here: null,
  vote: null,
  minutes: NO_MINUTES,
}

export type Vote = VoteAbout & { readonly openedAt: number } & (
    | {
        /** `counting`: no more dots are taken; the order is on its way to the board. */
        readonly kind: 'open' | 'counting'
        /** Each person's. */
        readonly dots: number
      }
    | {
        readonly kind: 'closed'
        readonly result: readonly DotsOn[]
        /** The step in which it was closed: the result is shown as long as that one runs. */
        readonly during: Control['step']
      }
  )

export interface StoredSession {
  readonly id: SessionId
  readonly network: NetworkId
  /** From 1, each once in a network. An erased session leaves a gap: records that are at home name the others. */
  readonly number: number
  /** Goes up by one with every change. */
  readonly version: number
  readonly control: Control
}

/** The session as the model knows it. */
export const sessionOf = ({ id, network, number, control }: StoredSession): Session => {
  const { step: _step, ran: _ran, timer: _timer, clustering: _clustering, vote: _vote, ...rest } = control
  const { wall: _wall, here: _here, published: _published, promised: _promised, ended: _ended, ...more } = rest
  const { minutes: _minutes, ...session } = more
  return { id, network, number, ...session }
}

/** Someone of a network, as stored. */
export interface StoredMember extends Member {
  /** False for who waits at the door. */
  readonly admitted: boolean
}

/** Who was in a session. */
export interface Attendance {
  readonly participant: ParticipantId
  /** Milliseconds since 1970. */
  readonly joinedAt: number
}

export interface PersonToken {
  readonly hash: string
  readonly network: NetworkId
  readonly participant: ParticipantId
}

/** A token, known by its SHA-256 alone. */
export type NewToken = PersonToken | { readonly hash: string; readonly network: NetworkId; readonly session: SessionId }

/** What a token opens: a person in a network, or the wall of a session. */
export interface Grant {
  readonly hash: string
  readonly network: NetworkId
  readonly role: Role
  /** Null for the wall. */
  readonly member: StoredMember | null
  /** The wall's session, null for a person. */
  readonly session: SessionId | null
}

export interface NewSession {
  readonly id: SessionId
  readonly control: Control
}

/** What a rehearsal is a copy of, for whom, and since when. */
export interface Rehearsal {
  /** The throw-away network itself. */
  readonly network: NetworkId
  readonly of: { readonly network: NetworkId; readonly session: SessionId }
  /** The facilitator there who asked for it. */
  readonly by: ParticipantId
  /** Milliseconds since 1970. */
  readonly madeAt: number
  /** The made-up participants. */
  readonly actors: readonly ParticipantId[]
}

/** A network with all it begins with: kept whole or not at all. */
export interface NewNetwork {
  readonly network: Network
  readonly sessions: readonly NewSession[]
  /** The number of the first of them; 1 when it is left out. */
  readonly firstNumber?: number
  readonly facilitator: StoredMember
  readonly token: NewToken
  /** The made-up participants have been in all sessions since the beginning, and no token opens their seat. */
  readonly rehearsal?: Omit<Rehearsal, 'network' | 'actors'> & { readonly actors: readonly StoredMember[] }
}

export type NetworkChange = Partial<Omit<Network, 'id' | 'organisations' | 'rehearsal'>>

export interface NetworkStore {
  /** `code-taken` when one of the sessions' codes is in use: nothing was kept. */
  createNetwork(created: NewNetwork): Promise<'created' | 'code-taken'>
  findNetwork(id: NetworkId): Promise<Network | null>
  /** All of them, in no particular order. */
  networkIds(): Promise<NetworkId[]>
  changeNetwork(id: NetworkId, change: NetworkChange): Promise<void>
  /** Adds to the end of the list, or answers the one that bears this name already (capitals and outer spaces aside). */
  addOrganisation(network: NetworkId, organisation: Organisation): Promise<Organisation>
  /** `name-taken` when another of the list bears the name. */
  renameOrganisation(network: NetworkId, organisation: Organisation): Promise<'changed' | 'name-taken' | 'unknown'>
  /** Everything of the network, boards included, so that no deleted text stays readable in the files of the database. */
  eraseNetwork(id: NetworkId): Promise<void>
  /** Null for a network of its own. */
  findRehearsal(network: NetworkId): Promise<Rehearsal | null>
  /** Those of the sessions of this network, the oldest first. */
  rehearsalsOf(network: NetworkId): Promise<Rehearsal[]>
}

export interface SessionStore {
  findSession(id: SessionId): Promise<StoredSession | null>
  /** Whatever the state of its door. */
  findSessionByCode(code: string): Promise<StoredSession | null>
  /** By number. */
  sessionsOf(network: NetworkId): Promise<StoredSession[]>
  /** Gets the number after the last. */
  addSession(network: NetworkId, session: NewSession): Promise<StoredSession | 'code-taken'>
  /** Keeps `control` when the session still stands at `version`; the new version is one more. */
  changeSession(id: SessionId, version: number, control: Control): Promise<'changed' | 'version' | 'code-taken'>
  /** The session, its board, attendance and wall tokens, so that no deleted text stays readable in the files. */
  eraseSession(id: SessionId): Promise<void>
}

/** A link that makes whoever opens it someone of the network: once, and until it is taken back. */
export interface Invitation {
  readonly id: InvitationId
  /** Of its token. */
  readonly hash: string
  readonly network: NetworkId
  /** Whose device it brings in; null for a new facilitator. */
  readonly member: ParticipantId | null
  /** The facilitator who made it: when they go, it goes. */
  readonly madeBy: ParticipantId
  /** Milliseconds since 1970. */
  readonly madeAt: number
}

/**
 * What opening an invitation makes: someone new, a device of someone, or a facilitator of someone who was there. A device
 * takes the place of those that its person had.
 */
export type Taking =
  | { readonly kind: 'newMember'; readonly member: StoredMember; readonly token: NewToken }
  | { readonly kind: 'device'; readonly token: PersonToken }
  | { readonly kind: 'facilitator'; readonly member: ParticipantId }

export interface InvitationStore {
  /** One for someone's device takes the place of a former one. */
  addInvitation(invitation: Invitation): Promise<void>
  /** In the order in which they were made. */
  invitationsOf(network: NetworkId): Promise<Invitation[]>
  findInvitation(hash: string): Promise<Invitation | null>
  /** What it makes, and its end, in one act; false when it was used or taken back: then nothing was kept. */
  takeInvitation(hash: string, taking: Taking): Promise<boolean>
  /** False when it is not there. */
  removeInvitation(network: NetworkId, id: InvitationId): Promise<boolean>
}

export interface PeopleStore {
  /**
   * The member, the token and that they are in this session, together. No token: someone without a device.
   * `session-unknown` when the session is gone: nothing was kept.
   */
  addMember(
    member: StoredMember,
    token: NewToken | null,
    attended?: Attendance & { session: SessionId },
  ): Promise<'added' | 'session-unknown'>
  findMember(id: ParticipantId): Promise<StoredMember | null>
  /** In the order in which they came. */
  membersOf(network: NetworkId): Promise<StoredMember[]>
  /** Those without a token, in the same order: nobody can write as them, save a facilitator in their name. */
  withoutDevice(network: NetworkId): Promise<StoredMember[]>
  changeMember(
    id: ParticipantId,
    change: {
      name?: string | null
      organisation?: OrganisationId | null
      admitted?: boolean
      /** Who is a facilitator no more has no invitations open either. */
      role?: StoredMember['role']
    },
  ): Promise<void>
  /** The member, the tokens and the attendance, out of every file. Notes stay: they belong to the board. */
  removeMember(id: ParticipantId): Promise<void>
  /** The same, and whose Yjs clients were theirs, so that the name does not stay readable in the files. */
  eraseMember(id: ParticipantId): Promise<void>
  addToken(token: NewToken): Promise<void>
  /**
   * `token` in the place of all tokens of its person, and of an open link for a device of theirs, in one act. False when
   * `former`, one of those tokens by its hash, opens nothing any more: nothing was kept.
   */
  renewToken(former: string, token: PersonToken): Promise<boolean>
  /** All tokens of someone end, with the open links for a device of theirs, and those that they made. */
  endTokens(id: ParticipantId): Promise<void>
  /** Those of `hashes` that are known, in no particular order. */
  findGrants(hashes: readonly string[]): Promise<Grant[]>
  /** Once a person and session; later calls change nothing. False when the session is gone. */
  addAttendance(session: SessionId, attendance: Attendance): Promise<boolean>
  attendanceOf(session: SessionId): Promise<Attendance[]>
}

/** The dots of one person on one target, while the vote runs. */
export interface StoredDots extends DotsOn {
  readonly participant: ParticipantId
}

export interface Cast {
  readonly session: SessionId
  /** The session as the caller saw it: with the same vote still open. */
  readonly version: number
  readonly participant: ParticipantId
  readonly target: Target
  /** 0 takes them away. */
  readonly dots: number
  /** What else this person's dots are taken from: they go. */
  readonly insteadOf: readonly Target[]
  /** How many this person may have on all targets together. */
  readonly budget: number
}

export interface VoteStore {
  /**
   * Puts dots on a target instead of those that lie there. A person never has more than the budget, whatever comes at the
   * same instant. Answers how many this person had on all targets together, and has now; `version` when the session does
   * not stand there any more.
   */
  castDots(cast: Cast): Promise<{ had: number; has: number } | 'over-budget' | 'version' | 'participant-unknown'>
  dotsIn(session: SessionId): Promise<StoredDots[]>
  /** Keeps `control` as `changeSession` does, and in the same act forgets who laid which dots, out of every file. */
  endVote(session: SessionId, version: number, control: Control): Promise<'changed' | 'version'>
}

/** What a person says of a note, or says no more. */
export interface Marking {
  readonly note: NoteId
  readonly participant: ParticipantId
  readonly kind: MarkKind
  readonly on: boolean
}

export interface StoredMark extends Omit<Marking, 'on'> {
  /** The person's, as it is now. */
  readonly organisation: OrganisationId | null
}

export interface MarkStore {
  /** All of them in one act, in this order. Of who is not of the session's network, nothing is kept. */
  setMarks(session: SessionId, markings: readonly Marking[]): Promise<void>
  /** In no particular order. */
  marksIn(session: SessionId): Promise<StoredMark[]>
  /** All that lies on these notes, out of every file. */
  forgetMarks(session: SessionId, notes: readonly NoteId[]): Promise<void>
}

/** A note of a step that shows organisations alone, and whose it is: so that its writer can still withdraw it. */
export interface NoteOwner {
  readonly note: NoteId
  readonly participant: ParticipantId
}

/** Notes that go from pads to the board. */
export interface Move {
  readonly session: SessionId
  /** The board's part, and what came into the pads at the same moment. */
  readonly commits: readonly BoardCommit[]
  /** The pads without those notes. */
  readonly folds: readonly BoardFold[]
  readonly owners: readonly NoteOwner[]
  /** What the session becomes with it, when it stands at `version`. */
  readonly change: { readonly version: number; readonly control: Control } | null
}

export interface PadStore {
  /**
   * All of it in one transaction, or nothing. False when the session does not stand at the version, or is gone: nothing was
   * kept. Notes of someone who left the network meanwhile are nobody's.
   */
  moveNotes(move: Move): Promise<boolean>
  /** Whose pads there are in a session. */
  padsIn(session: SessionId): Promise<ParticipantId[]>
  /** All pads of a session, out of every file. */
  erasePads(session: SessionId): Promise<void>
  /** The sessions that have pads. */
  sessionsWithPads(): Promise<SessionId[]>
  /** Whose the notes are that bear an organisation and no author. */
  noteOwners(session: SessionId): Promise<NoteOwner[]>
}

export interface StoredSeries {
  /** Goes up by one with every change; 0 while nothing was said. */
  readonly version: number
  readonly series: Series
}

export interface SeriesStore {
  /** Empty while nothing was said, or when there is no such network. */
  findSeries(network: NetworkId): Promise<StoredSeries>
  /**
   * Keeps `series` when it still stands at `version`, and there is such a network: false otherwise. With `forgets` what it
   * lacks of the former is out of every file.
   */
  changeSeries(network: NetworkId, version: number, series: Series, forgets?: boolean): Promise<boolean>
}

export interface Storage
  extends
    NetworkStore,
    SessionStore,
    PeopleStore,
    InvitationStore,
    VoteStore,
    MarkStore,
    SeriesStore,
    BoardStore,
    PadStore {
  /** Rejects when the database does not answer. */
  ping(): Promise<void>
  /** Ends in good order what is under way; later calls reject. */
  close(): Promise<void>
}
