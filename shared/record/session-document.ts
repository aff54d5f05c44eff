import type { Translate } from '../text/translate.ts'
import { partsOf, strong, type RecordDocument } from './document.ts'
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
      ...partsOf('inShort', inShort(telling)),
      ...partsOf('lookBack', lookBack(telling)),
      ...partsOf('expectations', expectationParts(telling, told)),
      ...partsOf('practice', practiceParts(telling)),
      ...partsOf('themed', themedParts(telling, told)),
      ...partsOf('themes', otherThemes(telling, told)),
      ...partsOf('deepened', deepenedParts(telling)),
      ...partsOf('decisions', decisionParts(telling)),
      ...partsOf('commitments', commitmentParts(telling)),
      ...partsOf('parked', parkedParts(telling)),
      ...partsOf('elsewhere', elsewhereParts(telling)),
      ...partsOf('next', nextParts(telling)),
      ...partsOf('corrections', correctionParts(telling)),
      ...partsOf('about', [aboutPart(telling)]),
    ],
  }
}
