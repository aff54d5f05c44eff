import { v7 as uuidv7 } from 'uuid'

// Every id is a UUIDv7, made in one place and never reused. The brand keeps a note's id out of a theme's place.
export type NetworkId = string & { readonly __id: 'network' }
export type OrganisationId = string & { readonly __id: 'organisation' }
export type ParticipantId = string & { readonly __id: 'participant' }
export type SessionId = string & { readonly __id: 'session' }
export type StepId = string & { readonly __id: 'step' }
export type ZoneId = string & { readonly __id: 'zone' }
export type ThemeId = string & { readonly __id: 'theme' }
export type NoteId = string & { readonly __id: 'note' }
export type InvitationId = string & { readonly __id: 'invitation' }
export type ExpectationId = string & { readonly __id: 'expectation' }
export type TakeHomeId = string & { readonly __id: 'takeHome' }
export type CommitmentId = string & { readonly __id: 'commitment' }
export type DecisionId = string & { readonly __id: 'decision' }
export type CorrectionId = string & { readonly __id: 'correction' }
/** Of one act on one device, until the server has it. In the order of time. */
export type IntentId = string & { readonly __id: 'intent' }

export const newNetworkId = (): NetworkId => uuidv7() as NetworkId
export const newOrganisationId = (): OrganisationId => uuidv7() as OrganisationId
export const newParticipantId = (): ParticipantId => uuidv7() as ParticipantId
export const newSessionId = (): SessionId => uuidv7() as SessionId
export const newStepId = (): StepId => uuidv7() as StepId
export const newZoneId = (): ZoneId => uuidv7() as ZoneId
export const newThemeId = (): ThemeId => uuidv7() as ThemeId
export const newNoteId = (): NoteId => uuidv7() as NoteId
export const newInvitationId = (): InvitationId => uuidv7() as InvitationId
export const newExpectationId = (): ExpectationId => uuidv7() as ExpectationId
export const newTakeHomeId = (): TakeHomeId => uuidv7() as TakeHomeId
export const newCommitmentId = (): CommitmentId => uuidv7() as CommitmentId
export const newDecisionId = (): DecisionId => uuidv7() as DecisionId
export const newCorrectionId = (): CorrectionId => uuidv7() as CorrectionId
export const newIntentId = (): IntentId => uuidv7() as IntentId

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** True for any UUID in lower case: what a client may use as an id of its own making. */
export const isId = (value: unknown): value is string => typeof value === 'string' && UUID.test(value)
