import type { Translate } from '../text/translate.ts'
import { PART_ORDER } from './printing-order.ts'
import type { SessionRecord } from './record.ts'
import { tellingOf, type Telling } from './telling.ts'

// What a record does not show, counted, in the words of its foot. Who saves a file reads the same before it is saved.

/** A phrase a reason: notes by the part they are missing from, then what else there is. Empty when all is shown. */
export function leftOutPhrases(record: SessionRecord, t: Translate): string[] {
  const telling = tellingOf(record, t)
  if (record.level === 'full' || record.level === 'group') return leftOutForGroup(telling)
  return [...leftOutByPart(telling, (count) => t('note.count', { count })), ...leftOutBeside(telling)]
}

/** Notes that stay in the group or that the facilitator left out, and those that stand in the record of the session that asked for them. */
export function leftOutForGroup({ record, t, zoneOf }: Telling): string[] {
  const { staysInGroup = 0, omitted = 0 } = record.leftOut.reasons
  const sessions = [...new Set(record.expectations.map(({ session }) => session))].sort((a, b) => a - b)
  const earlier = sessions
    .filter((session) => session !== record.session.number)
    .map((session) => {
      const themes = new Set(record.expectations.filter((asked) => asked.session === session).map(({ theme }) => theme))
      const notes = record.notes.filter(
        (note) => zoneOf(note)?.kind === 'expectations' && note.theme !== null && themes.has(note.theme),
      )
      return notes.length === 0 ? '' : t('record.leftOutEarlier', { count: notes.length, session })
    })
  const all = [
    staysInGroup === 0 ? '' : t('record.leftOutStays', { count: staysInGroup }),
    omitted === 0 ? '' : t('record.leftOutOmitted', { count: omitted }),
    ...earlier,
  ]
  return all.filter((text) => text !== '')
}

/** `counted` says how many there are, before where they lie: "12", "12 notes". Whose presentation it was only where that is told. */
export function leftOutByPart({ record, t, name }: Telling, counted: (count: number) => string): string[] {
  const { reasons, presentations = [] } = record.leftOut
  return PART_ORDER.flatMap((kind) => {
    if (kind !== 'presentation') {
      const count = reasons[kind] ?? 0
      return count === 0 ? [] : [t(`record.leftOutOf.${kind}`, { count: counted(count) })]
    }
    const named = presentations.flatMap(({ organisation: id, notes }) => {
      const organisation = name(id)
      return organisation === undefined
        ? []
        : [t('record.leftOutOf.presentationOf', { count: counted(notes), organisation })]
    })
    const nameless = presentations
      .filter(({ organisation }) => name(organisation) === undefined)
      .reduce((sum, { notes }) => sum + notes, 0)
    return nameless === 0 ? named : [...named, t('record.leftOutOf.presentation', { count: counted(nameless) })]
  })
}

/** Beside notes. */
export function leftOutBeside({ record, t }: Telling): string[] {
  const { commitments = 0, decisions = 0 } = record.leftOut
  const ofOthers = record.level === 'organisation' ? 'record.leftOutCommitmentsOfOthers' : 'record.leftOutCommitments'
  return [
    ...(commitments === 0 ? [] : [t(ofOthers, { count: commitments })]),
    ...(decisions === 0 ? [] : [t('record.leftOutDecisions', { count: decisions })]),
    ...(record.level === 'public' ? [t('record.leftOutNames')] : []),
  ]
}
