import type { OrganisationId, SessionId, ShareId } from '../../shared/model/ids.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import type { CommandAnswer } from '../../shared/wire/commands.ts'
import type { MadeShare, ShareInfo } from '../../shared/wire/http.ts'
import { sessionCommand } from '../live/api.ts'
import { endShare, share, shares, type Shared } from '../live/shares.ts'

/** Publishes a record at a level; null when it was done. */
export type PublishAt = (level: ShareInfo['level']) => Promise<Refusal | null>

/** The links by which others read this record: those that are there, and the one that was made last, which alone is told. */
export class ReadLinks {
  readonly #record: Shared
  readonly #publish: PublishAt
  list = $state.raw<readonly ShareInfo[]>([])
  made = $state.raw<MadeShare | null>(null)
  /** Where members read it, as other devices find that; null until it is known. */
  recordUrl = $state<string | null>(null)
  busy = $state(false)
  refusal = $state<Refusal | null>(null)

  constructor(record: Shared, publish: PublishAt) {
    this.#record = record
    this.#publish = publish
  }

  async load(): Promise<void> {
    const answer = await shares(this.#record)
    if (!answer.ok) return
    this.list = answer.value.shares
    this.recordUrl = answer.value.recordUrl
    if (this.made && !this.list.some(({ id }) => id === this.made?.id)) this.made = null
  }

  /** `organisation`: whose, at that level. */
  async make(level: ShareInfo['level'], organisation?: OrganisationId): Promise<void> {
    this.busy = true
    this.made = null
    // The group reads more than what is for one organisation: that is published with the link.
    const refused = level === 'organisation' ? await this.#publish(level) : null
    const answer = refused ? { ok: false as const, refusal: refused } : await share(this.#record, level, organisation)
    this.busy = false
    this.refusal = answer.ok ? null : answer.refusal
    if (answer.ok) this.made = answer.value
    await this.load()
  }

  async end(link: ShareId): Promise<Refusal | null> {
    this.busy = true
    const answer = await endShare(this.#record, link)
    this.busy = false
    await this.load()
    // Another facilitator was first.
    return answer.ok || answer.refusal === 'link-unknown' ? null : answer.refusal
  }
}

/** The record of a session at one level more. */
export const publishAt =
  (id: SessionId): PublishAt =>
  async (level) => {
    const answer = await sessionCommand(id, { type: 'publishRecord', level, on: true })
    return answer.ok ? null : answer.refusal
  }

/** For the group, and again for those whose links there are; or for nobody any more. */
export async function publishRecord(id: SessionId, on: boolean): Promise<CommandAnswer> {
  const links = on ? await shares({ of: 'session', id }) : null
  const linked = links?.ok ? links.value.shares.map(({ level }) => level) : []
  const levels: Iterable<ShareInfo['level']> = on
    ? new Set<ShareInfo['level']>(['group', ...linked])
    : ['public', 'organisation', 'group']
  let answer: CommandAnswer = { ok: false, refusal: 'internal' }
  for (const level of levels) {
    answer = await sessionCommand(id, { type: 'publishRecord', level, on })
    if (!answer.ok) break
  }
  return answer
}
