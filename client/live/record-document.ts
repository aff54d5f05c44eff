import { LANGUAGES, type Language } from '../../shared/model/network.ts'
import type { RecordDocument } from '../../shared/record/document.ts'
import type { SessionRecord } from '../../shared/record/record.ts'
import { sessionDocument } from '../../shared/record/session-document.ts'
import { loadWords } from '../../shared/text/load-words.ts'
import { translator, type Translate } from '../../shared/text/translate.ts'

/** A record speaks the language of its network, also on a screen that is set to another. */
export async function wordsOf({ network }: Pick<SessionRecord, 'network'>): Promise<Translate> {
  const language: Language = LANGUAGES.find((one) => network.language.startsWith(one)) ?? 'nl'
  return translator(language, await loadWords(language))
}

export const documentOf = async (record: SessionRecord): Promise<RecordDocument> =>
  sessionDocument(record, await wordsOf(record))
