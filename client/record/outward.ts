import type { OrganisationId, ZoneId } from '../../shared/model/ids.ts'
import type { Language, Organisation } from '../../shared/model/network.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import type { Zone } from '../../shared/model/zone.ts'
import type { ShareInfo } from '../../shared/wire/http.ts'
import type { MadeFormat, RecordFormat } from '../live/record-files.ts'
import type { Shared } from '../live/shares.ts'
import type { SavedFile } from '../net/file.ts'
import type { Answer } from '../net/http.ts'

export type OutwardLevel = ShareInfo['level']

/** What a mail about a record says of it. */
export interface RecordAbout {
  /** The network's title: people's words. */
  readonly network: string
  /** Of the network, whatever this screen speaks. */
  readonly language: Language
  /** Of the session; null for the series. */
  readonly number: number | null
}

/** A record as a file, at a level; `organisation` is needed at that level. */
export interface RecordFiles {
  text(level: OutwardLevel, organisation?: OrganisationId): Promise<Answer<string>>
  url(format: RecordFormat, level: OutwardLevel, organisation?: OrganisationId): string
  made(
    format: MadeFormat,
    level: OutwardLevel,
    organisation?: OrganisationId,
    zone?: ZoneId,
  ): Promise<Answer<SavedFile>>
}

/** The page of a record, of a session or of the series, as those parts see it that bring it out of the group. */
export interface Outward {
  readonly shared: Shared
  readonly about: RecordAbout | null
  readonly files: RecordFiles
  readonly organisations: readonly Organisation[]
  readonly organisation: OrganisationId | null
  /** Those of the board; none of a series. */
  readonly zones: readonly Zone[]
  readonly mayShare: boolean
  /** The group reads it. */
  readonly isShared: boolean
  /** Publishes it at one level more; null when it was done. */
  publishAt(level: OutwardLevel): Promise<Refusal | null>
}
