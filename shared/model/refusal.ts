/**
 * Every reason for which the server says no, wherever it says so: HTTP problem, command, sync message, closed socket.
 * `shared/text` has a sentence for each; a new one does not compile until it has words.
 */
export const REFUSALS = [
  // who
  'token-unknown',
  'not-for-you',
  'origin',
  // what is not there
  'not-found',
  'network-unknown',
  'session-unknown',
  'room-unknown',
  'code-unknown',
  'link-unknown',
  'participant-unknown',
  'organisation-unknown',
  'zone-unknown',
  'step-unknown',
  'note-unknown',
  'theme-unknown',
  'expectation-unknown',
  'take-home-unknown',
  'commitment-unknown',
  // not now
  'answered',
  'session-order',
  'door-closed',
  'waiting',
  'only-facilitator',
  'in-rehearsal',
  'has-device',
  'no-device',
  'zone-locked',
  'zone-hidden',
  'zone-not-empty',
  'pad-only',
  'silent',
  'step-running',
  'session-begun',
  'step-over',
  'no-timer',
  'no-time',
  'board-full',
  'notes-full',
  'themes-full',
  'vote-open',
  'vote-closed',
  'not-in-vote',
  'over-budget',
  'not-published',
  'not-available',
  'version',
  'disk',
  // malformed
  'malformed',
  'too-large',
  'too-fast',
  'too-many-open',
  // the gate
  'not-yours',
  'author',
  'shape',
  'bounds',
  'client-bound',
  'gap',
  'reset-first',
  // our fault
  'internal',
  // nobody's: only the page says this one
  'offline',
] as const
export type Refusal = (typeof REFUSALS)[number]
