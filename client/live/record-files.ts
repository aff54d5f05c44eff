import type { NetworkId, OrganisationId, SessionId, ZoneId } from '../../shared/model/ids.ts'
import type { RecordLevel } from '../../shared/record/record.ts'
import { callForFile, callForText, type SavedFile } from '../net/file.ts'
import type { Answer } from '../net/http.ts'

// The record of a session as the server tells it. Apart from the other calls: a phone that writes needs none of it.

export type RecordFormat = 'html' | 'md' | 'csv' | 'json'
/** Those that the server takes some seconds to make; the last two are pictures of the board. */
export type MadeFormat = 'docx' | 'pdf' | 'png' | 'svg'

export function recordUrl(
  id: SessionId,
  format: RecordFormat | MadeFormat,
  level: RecordLevel,
  organisation?: OrganisationId,
  zone?: ZoneId,
): string {
  const query = new URLSearchParams({ format, level, ...(organisation && { organisation }), ...(zone && { zone }) })
  return `/api/sessions/${id}/record?${query}`
}

/** Word and PDF, and what the server writes at once: pictures are of one board. */
export type SeriesFormat = RecordFormat | 'docx' | 'pdf'

export function seriesRecordUrl(
  id: NetworkId,
  format: SeriesFormat,
  level: RecordLevel,
  organisation?: OrganisationId,
): string {
  const query = new URLSearchParams({ format, level, ...(organisation && { organisation }) })
  return `/api/networks/${id}/record?${query}`
}

export const seriesRecordText = (...of: Parameters<typeof seriesRecordUrl>): Promise<Answer<string>> =>
  callForText(seriesRecordUrl(...of))

export const seriesRecordFile = (...of: Parameters<typeof seriesRecordUrl>): Promise<Answer<SavedFile>> =>
  callForFile(seriesRecordUrl(...of))

export const recordText = (...of: Parameters<typeof recordUrl>): Promise<Answer<string>> =>
  callForText(recordUrl(...of))

/** What is on the wall now; `as` the wall where its screen is that of someone who may more. */
export const shownRecord = (id: SessionId, as: 'wall' | undefined): Promise<Answer<string>> =>
  callForText(recordUrl(id, 'json', 'group') + (as ? `&as=${as}` : ''))

export const recordFile = (...of: Parameters<typeof recordUrl>): Promise<Answer<SavedFile>> =>
  callForFile(recordUrl(...of))

/** Gives the file to the browser, to be saved under its name. */
export function saveFile({ content, name }: SavedFile): void {
  const url = URL.createObjectURL(content)
  const file = document.createElement('a')
  file.href = url
  file.download = name
  file.click()
  // The browser has taken it by then; Safari reads it a little later.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
