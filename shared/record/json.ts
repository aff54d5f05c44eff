import type { AnyRecord } from './record-document.ts'

/** The record as a JSON file; lossless in content at level full. */
export const renderJson = (record: AnyRecord): string => `${JSON.stringify(record, null, 1)}\n`
