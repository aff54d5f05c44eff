import { decoded } from '../../shared/import/decoded.ts'
import { readRecord, type ReadRecord, type Unreadable } from '../../shared/import/read-record.ts'
import { NotATable, readRows, type Rows, type RowsFormat } from '../../shared/import/rows.ts'

// What a body is read as, as plain data: here, or by a thread beside the server when it is large.

export type FileFormat = RowsFormat | 'record'

export interface File {
  readonly format: FileFormat
  readonly bytes: Uint8Array<ArrayBuffer>
}

export type ReadFile = { readonly record: ReadRecord } | { readonly rows: Rows } | { readonly no: Unreadable }

export function readFile({ format, bytes }: File): ReadFile {
  if (format === 'record') return recordIn(bytes)
  const text = decoded(bytes)
  if (text === null)
    return { no: { code: 'import-format', detail: 'This is no text. Save the sheet as CSV, or paste its lines.' } }
  try {
    return { rows: readRows(text, format) }
  } catch (error) {
    if (error instanceof NotATable) return { no: { code: 'malformed', detail: error.message } }
    throw error
  }
}

function recordIn(bytes: Uint8Array): ReadFile {
  let json: string
  try {
    json = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return { no: { code: 'malformed', detail: 'This is not JSON in UTF-8.' } }
  }
  const read = readRecord(json)
  return 'record' in read ? { record: read } : { no: read }
}
