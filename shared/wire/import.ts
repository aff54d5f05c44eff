// What came of an import: POST /api/sessions/:id/import, and what the page tells of a file before it is sent.

/** What may be left where it was. */
export const SKIPPED = [
  // of a record
  'attendance',
  'excused',
  'earlierCommitments',
  'commitments',
  'takeHomes',
  'expectations',
  'ties',
  'check',
  'host',
  'secondPresenter',
  'venue',
  'startsAt',
  'endsAt',
  'title',
  'summary',
  'decisions',
  'corrections',
  'organisations',
  'keys',
  // of a table or of lines
  'notes',
  'columns',
] as const

/** Why it was left. */
export const WHY_SKIPPED = [
  'ofPeople',
  'ofOtherSession',
  'thereAlready',
  'notOfSession',
  'noExpectation',
  'notKnown',
  'notUsed',
  'empty',
  'tooLong',
  'themeTooLong',
  'unknownKind',
  'noRoom',
  'themesFull',
] as const

export interface Skipped {
  readonly what: (typeof SKIPPED)[number]
  readonly count: number
  readonly why: (typeof WHY_SKIPPED)[number]
  /** Of a file, from 1: the first hundred lines that this is about. */
  readonly lines?: readonly number[]
  /** What they are called, in the file: the first twenty. */
  readonly names?: readonly string[]
}

/** How much came. What there is none of is left out. */
export interface Imported {
  readonly zones?: number
  readonly steps?: number
  readonly themes?: number
  readonly notes?: number
  readonly marks?: number
  readonly organisations?: number
  readonly expectations?: number
  readonly ties?: number
  readonly takeHomes?: number
  readonly commitments?: number
  readonly excused?: number
}

export interface ImportAnswer {
  readonly ok: true
  /** Of the session. */
  readonly version: number
  readonly imported: Imported
  readonly skipped: readonly Skipped[]
}

/** Bytes of a body: 5,000 notes of 4,000 letters each, and what stands around them. */
export const IMPORT_LIMIT = 32 * 1024 * 1024
