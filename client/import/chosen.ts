import { decoded } from '../../shared/import/decoded.ts'
import { NotATable, readRows, type RowNote } from '../../shared/import/rows.ts'
import { IMPORT_LIMIT, type Skipped } from '../../shared/wire/import.ts'
import type { Body } from '../live/importing.ts'
import { t } from '../ui/words.svelte.ts'

// What was chosen or pasted, looked at before it is sent: the server reads it in the same way, and decides.

export type Chosen =
  | {
      readonly kind: 'rows'
      readonly body: Body
      readonly notes: readonly RowNote[]
      readonly skipped: readonly Skipped[]
    }
  | {
      readonly kind: 'record'
      readonly body: Body
      readonly title: string
      readonly zones: number
      readonly themes: number
      readonly notes: number
    }
  /** What to do about it, in words. */
  | { readonly kind: 'trouble'; readonly words: string }

export const MEGABYTE = 1024 * 1024

/** Lines of words; what was copied from a spreadsheet has tabs between its cells. */
export function pasted(text: string): Chosen {
  const type = text.includes('\t') ? 'text/csv' : 'text/plain'
  return rowsIn(text, { content: new Blob([text]), type })
}

export async function opened(file: File): Promise<Chosen> {
  if (file.size > IMPORT_LIMIT) {
    const size = Math.ceil(file.size / MEGABYTE)
    return { kind: 'trouble', words: t('import.tooLarge', { size, most: IMPORT_LIMIT / MEGABYTE }) }
  }
  const text = decoded(new Uint8Array(await file.arrayBuffer()))
  if (text === null) return { kind: 'trouble', words: t('import.format') }
  if (/\.json$/i.test(file.name) || /^\uFEFF?\s*\{/.test(text)) return recordIn(text, file)
  const isTable = /\.(csv|tsv|tab)$/i.test(file.name) || file.type === 'text/csv'
  return rowsIn(text, { content: file, type: isTable ? 'text/csv' : 'text/plain' })
}

function rowsIn(text: string, body: Body): Chosen {
  try {
    const { notes, skipped } = readRows(text, body.type === 'text/csv' ? 'csv' : 'lines')
    return { kind: 'rows', body, notes, skipped }
  } catch (error) {
    if (error instanceof NotATable) return { kind: 'trouble', words: t('import.brokenLine', { line: error.line }) }
    throw error
  }
}

interface Outer {
  readonly format?: unknown
  readonly version?: unknown
  readonly level?: unknown
  readonly session?: { readonly title?: unknown }
  readonly zones?: unknown
  readonly themes?: unknown
  readonly notes?: unknown
}

function recordIn(text: string, file: File): Chosen {
  let record: Outer | null
  try {
    record = JSON.parse(text) as Outer | null
  } catch {
    return { kind: 'trouble', words: t('import.broken') }
  }
  if (record?.format !== 'bijeen.session') return { kind: 'trouble', words: t('import.broken') }
  if (typeof record.version === 'number' && record.version > 1) return { kind: 'trouble', words: t('import.newer') }
  if (record.level !== 'full') return { kind: 'trouble', words: t('import.level') }
  const count = (all: unknown) => (Array.isArray(all) ? all.length : 0)
  return {
    kind: 'record',
    body: { content: file, type: 'application/json' },
    title: typeof record.session?.title === 'string' ? record.session.title : file.name,
    zones: count(record.zones),
    themes: count(record.themes),
    notes: count(record.notes),
  }
}
