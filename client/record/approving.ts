import type { SessionId } from '../../shared/model/ids.ts'
import type { SessionInfo } from '../../shared/wire/http.ts'

type Planned = Pick<SessionInfo, 'id' | 'number' | 'startsAt' | 'recordPublished' | 'recordApproved'>

const hasBegun = ({ startsAt }: Planned, now: number): boolean => startsAt !== null && Date.parse(startsAt) <= now

/** In which session the record of `about` is most likely approved: the last after it that began, else the next one. */
export function approvingSession<S extends Planned>(
  sessions: readonly S[],
  about: SessionId,
  now: number,
): S | undefined {
  const own = sessions.find(({ id }) => id === about)
  const later = sessions.filter(({ number }) => number > (own?.number ?? 0)).sort((a, b) => a.number - b.number)
  return later.filter((session) => hasBegun(session, now)).at(-1) ?? later[0] ?? own
}

/** The session before `about` whose record the group has, and did not agree with yet. */
export function notYetApproved<S extends Planned>(sessions: readonly S[], about: SessionId): S | undefined {
  const own = sessions.find(({ id }) => id === about)
  return sessions
    .filter(
      ({ number, recordPublished, recordApproved }) =>
        number < (own?.number ?? 0) && recordPublished && !recordApproved,
    )
    .sort((a, b) => b.number - a.number)[0]
}
