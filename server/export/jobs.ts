import type { Language } from '../../shared/model/network.ts'
import type { AnyRecord } from '../../shared/record/record-document.ts'
import type { SessionRecord } from '../../shared/record/record.ts'

// What is asked of the threads that make files, and what they answer, as plain data.

/** The formats that take long enough to hold up everybody else. */
export const MADE_FORMATS = ['docx', 'pdf', 'svg', 'png'] as const
export type MadeFormat = (typeof MADE_FORMATS)[number]

export type Job = { readonly language: Language } & (
  | {
      readonly format: 'docx' | 'pdf'
      /** At the level that is asked. */
      readonly record: AnyRecord
    }
  | {
      readonly format: 'svg' | 'png'
      /** Of one zone alone when the picture is of that. */
      readonly record: SessionRecord
    }
)

/** The bytes, or the name of the class of the error: its message may quote what someone wrote. */
export type Outcome = { readonly bytes: Uint8Array<ArrayBuffer> } | { readonly fault: string }
