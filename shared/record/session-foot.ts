import { facts, list, part, said, table, words, type Fact, type Part } from './document.ts'
import { PART_ORDER } from './printing-order.ts'
import { nextSession } from './reading.ts'
import { placeFacts } from './session-head.ts'
import { commitmentNotes } from './session-notes.ts'
import type { Telling } from './telling.ts'

export function commitmentParts(telling: Telling): Part[] {
  const { record, t, and, names, day } = telling
  return part(
    t('record.commitments'),
    table(
      [t('record.who'), t('record.what'), t('record.by')],
      record.commitments.map(({ who, what, by }) => [and(names(who)), what, by === null ? '' : day(by)]),
    ),
    commitmentNotes(telling),
  )
}

/** What the group decided. */
export const decisionParts = ({ record, t }: Telling): Part[] =>
  part(t('record.decisions'), list((record.decisions ?? []).map((text) => [said(text)])))

/** What was not right in the record that people had already. */
export const correctionParts = ({ record, t, day }: Telling): Part[] =>
  part(
    t('record.corrections'),
    list((record.corrections ?? []).map(({ on, text }) => [words(`${day(on)}: `), said(text)])),
  )

/** Next date, place and host. */
export function nextParts(telling: Telling): Part[] {
  const { record, t, moment, total } = telling
  const next = nextSession(record)
  if (!next) return []
  return part(
    t('record.next'),
    facts(
      { label: t('record.sessionLabel', { number: next.number, total }), text: moment(next) },
      ...placeFacts(telling, next),
    ),
  )
}

/** About the record itself: the ground rule, what is not in it, and when the board is erased. */
export function aboutPart(telling: Telling): Part {
  const { record, t, day } = telling
  const { groundRules, eraseOn, retentionDays } = record.network
  const isForGroup = record.level !== 'organisation'
  return {
    title: t('record.about'),
    foot: true,
    blocks: facts(
      { label: t('record.groundRules', { count: groundRules.length }), text: groundRules.join(' ') },
      { label: t('record.nameless'), text: namelessText(telling) },
      { label: t('record.leftOut'), text: isForGroup ? leftOutOfGroup(telling) : leftOutOfOrganisation(telling) },
      ...(isForGroup ? [stackedFact(telling)] : []),
      { label: t('record.correct'), text: isForGroup ? t('record.correctHow') : '' },
      {
        label: t('record.erase'),
        text: eraseOn === null ? '' : t('record.eraseOn', { date: day(eraseOn), days: retentionDays }),
      },
      { text: approvedText(telling) },
      { text: t('record.made', { date: day(record.madeOn) }) },
    ),
  }
}

function approvedText({ record: { approved }, t, day }: Telling): string {
  if (!approved) return ''
  const date = day(approved.on)
  return approved.session === undefined
    ? t('record.approved', { date })
    : t('record.approvedIn', { date, session: approved.session })
}

function namelessText({ record, t, and }: Telling): string {
  const { showOrganisation } = record.network
  const hidden = PART_ORDER.filter(
    (kind): kind is Exclude<typeof kind, 'free'> => kind !== 'free' && !showOrganisation[kind],
  )
  const hasReactions = record.notes.some((note) => note.organisation !== record.organisation)
  const sentences = [
    t('record.namelessText'),
    record.level === 'group' && hidden.length > 0
      ? t('record.namelessParts', { list: and(hidden.map((kind) => t(`record.part.${kind}`))) })
      : '',
    record.level === 'organisation' && hasReactions ? t('record.namelessReactions') : '',
  ]
  return sentences.filter((text) => text !== '').join(' ')
}

/** Notes that stay in the group or that the facilitator left out, and those that stand in the record of the session that asked for them. */
function leftOutOfGroup({ record, t, zoneOf }: Telling): string {
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
  return ended(all.filter((text) => text !== '').join(t('record.semicolon')))
}

function leftOutOfOrganisation({ record, t, and, name }: Telling): string {
  const { notes, reasons, presentations = [], commitments = 0, decisions = 0 } = record.leftOut
  const parts = PART_ORDER.flatMap((kind) => {
    if (kind !== 'presentation') {
      const count = reasons[kind] ?? 0
      return count === 0 ? [] : [t(`record.leftOutOf.${kind}`, { count })]
    }
    return presentations.map(({ organisation: id, notes: count }) => {
      const organisation = name(id)
      return organisation === undefined
        ? t('record.leftOutOf.presentation', { count })
        : t('record.leftOutOf.presentationOf', { count, organisation })
    })
  })
  return ended(
    and([
      ...(notes === 0 ? [] : [`${t('note.count', { count: notes })} (${parts.join(', ')})`]),
      ...(commitments === 0 ? [] : [t('record.leftOutCommitmentsOfOthers', { count: commitments })]),
      ...(decisions === 0 ? [] : [t('record.leftOutDecisions', { count: decisions })]),
    ]),
  )
}

const ended = (text: string): string => (text === '' ? '' : `${text}.`)

/** Says what "(×2)" means, by the smallest stack there is. Stacks that do not print here are not counted. */
function stackedFact({ record, t, tops, timesWritten, partOf, theme }: Telling): Fact {
  const elsewhere = new Set(
    record.expectations.filter(({ session }) => session !== record.session.number).map((asked) => asked.theme),
  )
  const stacks = tops
    .filter((note) => partOf(note) !== 'expectations' || !elsewhere.has(theme(note.theme)?.id ?? ''))
    .map(timesWritten)
    .filter((times) => times > 1)
  const count = stacks.reduce((sum, times) => sum + times - 1, 0)
  return {
    label: t('record.stacked'),
    text: count === 0 ? '' : t('record.stackedText', { count, times: Math.min(...stacks) }),
  }
}
