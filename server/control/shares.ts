import { BOUNDS } from '../../shared/model/bounds.ts'
import { newShareId, type OrganisationId } from '../../shared/model/ids.ts'
import type { Network } from '../../shared/model/network.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import { hashToken, isToken, newToken } from '../access/token.ts'
import type { PublishedLevel, Share, StoredSession } from '../storage/storage.ts'
import { changeSession, isRefusal } from './change-session.ts'
import type { House } from './house.ts'
import { changeSeries } from './series/change-series.ts'

// Links by which whoever has one reads a record, at one level, and nothing else. A link opens what is published at its
// level, looked at each time: so taking the record back closes its links, and ending a link closes that one for good.

export interface NewlyShared {
  readonly share: Share
  /** Known to who made it; the server keeps its hash. */
  readonly token: string
}

/** The record of a session, or of the series of the network. */
export interface Shareable {
  readonly network: Network
  /** Null: that of the series. */
  readonly session: StoredSession | null
}

interface For {
  readonly level: PublishedLevel
  /** Whose, at level organisation; null at the others. */
  readonly organisation: OrganisationId | null
}

/**
 * A link to a record. `not-published` while it is for nobody yet, or not at this level. The titles alone go out with a
 * record that is published for others: making the link publishes them.
 */
export async function shareRecord(
  house: House,
  record: Shareable,
  { level, organisation }: For,
): Promise<NewlyShared | Refusal> {
  const { storage, now } = house
  const { network, session } = record
  // Made-up people wrote it.
  if (network.rehearsal) return 'in-rehearsal'
  if (organisation !== null && !network.organisations.some(({ id }) => id === organisation))
    return 'organisation-unknown'
  const published = await publishedOf(house, record)
  if (level === 'public' ? published.length === 0 : !published.includes(level)) return 'not-published'
  const token = newToken()
  const share: Share = {
    id: newShareId(),
    hash: hashToken(token),
    network: network.id,
    session: session?.id ?? null,
    level,
    organisation,
    madeAt: now(),
  }
  const added = await storage.addShare(share, BOUNDS.sharesPerNetwork)
  if (isRefusal(added)) return added
  const refusal = level === 'public' ? await publishTitles(house, record) : null
  if (refusal) await storage.removeShare(network.id, share.session, share.id)
  return refusal ?? { share, token }
}

async function publishTitles(house: House, { network, session }: Shareable): Promise<Refusal | null> {
  if (!session) {
    const changed = await changeSeries(house, network.id, withTitles)
    return isRefusal(changed) ? changed : null
  }
  const changed = await changeSession(house, session.id, withTitles)
  return changed.ok ? null : changed.refusal
}

function withTitles<T extends { readonly published: readonly PublishedLevel[] }>(record: T): T | Refusal {
  const { published } = record
  // Taken back meanwhile: then this is not for others either.
  if (published.length === 0) return 'not-published'
  return published.includes('public') ? record : { ...record, published: [...published, 'public'] }
}

/** For whom a record is at this moment. */
export const publishedOf = async (
  { storage }: Pick<House, 'storage'>,
  { network, session }: Shareable,
): Promise<readonly PublishedLevel[]> =>
  session ? session.control.published : (await storage.findSeries(network.id)).series.published

export interface Opened extends Shareable {
  readonly share: Share
}

/** What a link opens at this moment; null when it is unknown, was taken back, or its level is not published now. */
export async function openedBy(house: Pick<House, 'storage'>, token: string): Promise<Opened | null> {
  const { storage } = house
  const share = isToken(token) ? await storage.findShare(hashToken(token)) : null
  const network = share && (await storage.findNetwork(share.network))
  if (!network) return null
  const session = share.session === null ? null : await storage.findSession(share.session)
  // Its session was erased meanwhile.
  if (share.session !== null && !session) return null
  const opened = { share, network, session }
  return (await publishedOf(house, opened)).includes(share.level) ? opened : null
}
