import type { OrganisationId, SessionId, ShareId } from '../../shared/model/ids.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import type { CommandAnswer } from '../../shared/wire/commands.ts'
import type { MadeShare, ShareInfo } from '../../shared/wire/http.ts'
import { sessionCommand } from '../live/api.ts'
import { endShare, share, shares } from '../live/shares.ts'
import type { Outward } from './outward.ts'

/** The links by which others read this record: those that are there, and the one that was made last, which alone is told. */
export class ReadLinks {
  readonly #page: Pick<Outward, 'shared' | 'publishAt'>
  list = $state.raw<readonly ShareInfo[]>([])
  made = $state.raw<MadeShare | null>(null)
  /** Where members read it, as other devices find that; null until it is known. */
  recordUrl = $state<string | null>(null)
  busy = $state(false)
  refusal = $state<Refusal | null>(null)

  constructor(page: Pick<Outward, 'shared' | 'publishAt'>) {
    this.#page = page
  }

  async load(): Promise<void> {
    const answer = await shares(this.#page.shared)
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
    const refused = level === 'organisation' ? await this.#page.publishAt(level) : null
    const answer = refused
      ? { ok: false as const, refusal: refused }
      : await share(this.#page.shared, level, organisation)
    this.busy = false
    this.refusal = answer.ok ? null : answer.refusal
    if (answer.ok) this.made = answer.value
    await this.load()
  }

  async end(link: ShareId): Promise<Refusal | null> {
    this.busy = true
    const answer = await endShare(this.#page.shared, link)
    this.busy = false
    await this.load()
    // Another facilitator was first.
    return answer.ok || answer.refusal === 'link-unknown' ? null : answer.refusal
  }
}

/** For the group, and again for those whose links there are; or for nobody any more. */
export async function publishRecord(id: SessionId, on: boolean): Promise<CommandAnswer> {
  const links = on ? await shares({ of: 'session', id }) : null
  const linked = links?.ok ? links.value.shares.map(({ level }) => level) : []
  // The group's comes last: it is what a page sees, and then looks at its links anew.
  const levels: Iterable<ShareInfo['level']> = on
    ? [...new Set(linked.filter((level) => level !== 'group')), 'group']
    : ['public', 'organisation', 'group']
  let answer: CommandAnswer = { ok: false, refusal: 'internal' }
  for (const level of levels) {
    answer = await sessionCommand(id, { type: 'publishRecord', level, on })
    if (!answer.ok) break
  }
  return answer
}
