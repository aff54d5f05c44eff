import type { SessionRecord } from './record.ts'

/** The record as a JSON file; lossless in content at level full. */
export const renderJson = (record: SessionRecord): string => `${JSON.stringify(record, null, 1)}\n`
