import { BOUNDS } from '../../shared/model/bounds.ts'
import { newShareId, type OrganisationId } from '../../shared/model/ids.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import { hashToken, isToken, newToken } from '../access/token.ts'
import type { PublishedLevel, Share, StoredSession } from '../storage/storage.ts'
import { changeSession, isRefusal } from './change-session.ts'
import type { House } from './house.ts'

// Links by which whoever has one reads a record, at one level, and nothing else. A link opens what is published at its
// level, looked at each time: so taking the record back closes its links, and ending a link closes that one for good.

export interface NewlyShared {
  readonly share: Share
  /** Known to who made it; the server keeps its hash. */
  readonly token: string
}

interface For {
  readonly level: PublishedLevel
  /** Whose, at level organisation; null at the others. */
  readonly organisation: OrganisationId | null
}

/**
 * A link to the record of a session. `not-published` while it is for nobody yet, or not at this level. The titles alone go
 * out with a record that is published for others: making the link publishes them.
 */
export async function shareRecord(
  house: House,
  session: StoredSession,
  { level, organisation }: For,
): Promise<NewlyShared | Refusal> {
  const { storage, now } = house
  const network = await storage.findNetwork(session.network)
  if (!network) return 'session-unknown'
  // Made-up people wrote it.
  if (network.rehearsal) return 'in-rehearsal'
  if (organisation !== null && !network.organisations.some(({ id }) => id === organisation))
    return 'organisation-unknown'
  const { published } = session.control
  if (level === 'public' ? published.length === 0 : !published.includes(level)) return 'not-published'
  const token = newToken()
  const share: Share = {
    id: newShareId(),
    hash: hashToken(token),
    network: network.id,
    session: session.id,
    level,
    organisation,
    madeAt: now(),
  }
  const added = await storage.addShare(share, BOUNDS.sharesPerNetwork)
  if (isRefusal(added)) return added
  const refusal = level === 'public' ? await publishTitles(house, session) : null
  if (refusal) await storage.removeShare(network.id, session.id, share.id)
  return refusal ?? { share, token }
}

async function publishTitles(house: House, { id }: StoredSession): Promise<Refusal | null> {
  const changed = await changeSession(house, id, (control) => {
    const { published } = control
    // Taken back meanwhile: then this is not for others either.
    if (published.length === 0) return 'not-published'
    return published.includes('public') ? control : { ...control, published: [...published, 'public'] }
  })
  return changed.ok ? null : changed.refusal
}

export const isOpen = ({ level }: Share, { control }: StoredSession): boolean => control.published.includes(level)

export interface Opened {
  readonly share: Share
  readonly session: StoredSession
}

/** What a link opens at this moment; null when it is unknown, was taken back, or its level is not published now. */
export async function openedBy({ storage }: Pick<House, 'storage'>, token: string): Promise<Opened | null> {
  const share = isToken(token) ? await storage.findShare(hashToken(token)) : null
  // One of the series has no session: nothing makes those yet.
  const session = share?.session ? await storage.findSession(share.session) : null
  return share && session && isOpen(share, session) ? { share, session } : null
}
