import type { Translate } from '../text/translate.ts'
import { strong, type RecordDocument } from './document.ts'
import { publicDocument } from './public-document.ts'
import type { SessionRecord } from './record.ts'
import { aboutPart, commitmentParts, correctionParts, decisionParts, nextParts } from './session-foot.ts'
import { headFacts, inShort, lookBack, recordTitle } from './session-head.ts'
import {
  deepenedParts,
  elsewhereParts,
  expectationParts,
  otherThemes,
  parkedParts,
  practiceParts,
  themedParts,
  type Told,
} from './session-notes.ts'
import { tellingOf } from './telling.ts'

/** What the record of a session says, in the words of `t`. Every format renders this. */
export function sessionDocument(record: SessionRecord, t: Translate): RecordDocument {
  const telling = tellingOf(record, t)
  if (record.level === 'public') return publicDocument(telling)
  const told: Told = new Set()
  return {
    locale: t.locale,
    title: recordTitle(telling),
    head: [{ kind: 'paragraph', line: [strong(record.network.title)] }, ...headFacts(telling)],
    parts: [
      ...inShort(telling),
      ...lookBack(telling),
      ...expectationParts(telling, told),
      ...practiceParts(telling),
      ...themedParts(telling, told),
      ...otherThemes(telling, told),
      ...deepenedParts(telling),
      ...decisionParts(telling),
      ...commitmentParts(telling),
      ...parkedParts(telling),
      ...elsewhereParts(telling),
      ...nextParts(telling),
      ...correctionParts(telling),
      aboutPart(telling),
    ],
  }
}
