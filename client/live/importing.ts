import type { SessionId, ZoneId } from '../../shared/model/ids.ts'
import type { ImportAnswer } from '../../shared/wire/import.ts'
import { upload, type Uploaded } from '../net/upload.ts'

/** A file or lines, as they go to the server. */
export interface Body {
  readonly content: Blob
  readonly type: 'application/json' | 'text/csv' | 'text/plain'
}

/** `zone`: where rows and lines come; a record has its own. `sent` hears which part of it is gone, from 0 to 1. */
export const importInto = (
  session: SessionId,
  { content, type }: Body,
  zone: ZoneId | null,
  sent: (part: number) => void,
): Promise<Uploaded<ImportAnswer>> =>
  upload(`/api/sessions/${session}/import${zone ? `?zone=${zone}` : ''}`, type, content, sent)
