/** What a board holds at most. The page stops at these, the gate refuses beyond them. Lengths in UTF-16 code units. */
export const BOUNDS = {
  noteText: 4_000,
  title: 200,
  summary: 4_000,
  prompt: 1_000,
  personName: 80,
  /** |x| and |y| of a note or theme, in board units (CSS pixels at 100 %). */
  coordinate: 1_000_000,
  notesPerPerson: 300,
  notesPerBoard: 5_000,
  themesPerBoard: 300,
  zonesPerSession: 60,
  stepsPerSession: 60,
  sessionsPerNetwork: 60,
  organisationsPerNetwork: 200,
  /** Links that are open at the same time. */
  invitationsPerNetwork: 50,
  dotsPerPerson: 50,
  /** Aspects along which organisations present their practice. */
  aspects: 20,
  expectations: 60,
  /** In one session: notes and themes that are tied to an expectation. */
  tiesPerSession: 600,
  takeHomes: 1_000,
  commitments: 1_000,
  /** In one session: decisions, and as many corrections. */
  decisionsPerSession: 100,
  /** A sentence of the facilitator, or of who takes an idea home. */
  sentence: 1_000,
} as const
