import { byRank } from '../../shared/model/board.ts'
import type { CorrectionId, DecisionId, NoteId, ThemeId, ZoneId } from '../../shared/model/ids.ts'
import { NO_MINUTES, type Minutes } from '../../shared/model/minutes.ts'
import { readRecord } from '../../shared/record/reading.ts'
import { refusalText } from '../../shared/text/refusals.ts'
import type { MessageKey } from '../../shared/text/nl.ts'
import type { Command } from '../../shared/wire/commands.ts'
import type { Source } from '../live/written.svelte.ts'
import { toast } from '../ui/toasts.svelte.ts'
import { t } from '../ui/words.svelte.ts'
import type { RecordPage } from './record-page.svelte.ts'

// What the facilitator does to the record on its paper. Each act is saved by itself, and can be taken back.

export const minutesOf = (page: RecordPage): Minutes => page.state?.minutes ?? NO_MINUTES

async function said(page: RecordPage, commands: readonly Command[]): Promise<boolean> {
  for (const command of commands) {
    const answer = await page.command(command)
    if (!answer.ok) {
      toast(t(refusalText[answer.refusal]))
      return false
    }
  }
  return true
}

const undoable = (text: string, run: () => void): void => void toast(text, { label: t('board.undo'), run })

/** A line stands for all notes that say it. */
export function notesOf(page: RecordPage, line: NoteId): NoteId[] {
  if (!page.record) return [line]
  const { record, beneath } = readRecord(page.record)
  const top = record.notes.find(({ id }) => id === line)
  return top ? [line, ...beneath(top).map(({ id }) => id as NoteId)] : [line]
}

const KEPT = {
  leaveOut: { on: 'paper.leftOutNow', off: 'paper.backNow' },
  keepInGroup: { on: 'paper.staysNow', off: 'paper.staysNoMore' },
} as const satisfies Record<string, Record<'on' | 'off', MessageKey>>

export async function keepBack(
  page: RecordPage,
  type: keyof typeof KEPT,
  notes: readonly NoteId[],
  on: boolean,
): Promise<void> {
  const all = (to: boolean) => notes.map((note): Command => ({ type, note, on: to }))
  if (await said(page, all(on)))
    undoable(t(KEPT[type][on ? 'on' : 'off'], { count: notes.length }), () => void said(page, all(!on)))
}

/** To the parking lot, or off it to another zone. What lies beneath it goes along. */
export async function moveLine(page: RecordPage, line: NoteId, to: ZoneId | 'parked'): Promise<void> {
  const board = page.session?.board
  const before = board?.now.notes.get(line)
  if (!board || !before) return void toast(t(refusalText['note-unknown']))
  if (to === 'parked') {
    if (!(await said(page, [{ type: 'park', note: line }]))) return
  } else board.move([{ id: line, zone: to, x: 0, y: 0 }])
  undoable(t(to === 'parked' ? 'paper.parkedNow' : 'paper.movedNow'), () => {
    const { zone, x, y, theme } = before.place
    board.move([{ id: line, zone, x, y }])
    if (theme !== null && board.now.themes.has(theme)) board.putInTheme([line], theme)
  })
}

/** Before the one above it, or after the one below it, among the themes `shown` in the same part. */
export function orderTheme(page: RecordPage, theme: ThemeId, step: -1 | 1, shown: readonly ThemeId[]): void {
  const board = page.session?.board
  const neighbour = shown[shown.indexOf(theme) + step]
  if (!board || neighbour === undefined) return
  const others = [...board.now.themes.values()].sort(byRank).filter(({ id }) => id !== theme)
  const at = others.findIndex(({ id }) => id === neighbour)
  board.orderTheme(theme, step === 1 ? neighbour : (others[at - 1]?.id ?? null))
  const title = (id: ThemeId) => board.now.themes.get(id)?.title ?? ''
  toast(t(step === -1 ? 'paper.nowBefore' : 'paper.nowAfter', { title: title(theme), other: title(neighbour) }))
}

export async function deepen(page: RecordPage, theme: ThemeId): Promise<boolean> {
  return said(page, [{ type: 'deepen', theme, text: '' }])
}

export async function notDeepened(page: RecordPage, theme: ThemeId): Promise<void> {
  const before = minutesOf(page).deepened.find((one) => one.theme === theme)
  if (!before || !(await said(page, [{ type: 'deepen', theme, text: null }]))) return
  undoable(t('paper.notDeepenedNow'), () => void said(page, [{ type: 'deepen', theme, text: before.text }]))
}

export async function removeDecision(page: RecordPage, decision: DecisionId): Promise<void> {
  const before = minutesOf(page).decisions.find(({ id }) => id === decision)
  if (!before || !(await said(page, [{ type: 'changeDecision', decision, text: null }]))) return
  undoable(t('paper.decisionRemoved'), () => void said(page, [{ type: 'decide', text: before.text }]))
}

export async function removeCorrection(page: RecordPage, correction: CorrectionId): Promise<void> {
  const before = minutesOf(page).corrections.find(({ id }) => id === correction)
  if (!before || !(await said(page, [{ type: 'removeCorrection', correction }]))) return
  undoable(t('paper.correctionRemoved'), () => void said(page, [{ type: 'correct', text: before.text }]))
}

// Where the words of each field live.

const saving =
  (page: RecordPage, commandOf: (text: string, was: string) => Command): Source['save'] =>
  async (text, was) => {
    const answer = await page.command(commandOf(text, was))
    return answer.ok ? null : answer.refusal
  }

export const summarySource = (page: RecordPage): Source => ({
  is: () => minutesOf(page).summary,
  save: saving(page, (text, was) => ({ type: 'summariseRecord', text, was })),
})

export const deepenedSource = (page: RecordPage, theme: ThemeId): Source => ({
  is: () => minutesOf(page).deepened.find((one) => one.theme === theme)?.text ?? '',
  save: saving(page, (text, was) => ({ type: 'deepen', theme, text, was })),
})

/** A theme's sentence is on the board, which keeps on this device what it cannot send. */
export const sentenceSource = (page: RecordPage, theme: ThemeId): Source => ({
  is: () => page.session?.board.themes.get(theme)?.theme.summary ?? '',
  save: (text, was) => {
    const board = page.session?.board
    const there = board?.now.themes.get(theme)
    if (!board || !there) return Promise.resolve('theme-unknown')
    if (there.summary !== was) return Promise.resolve('changed-meanwhile')
    board.summarise(theme, text)
    return Promise.resolve(null)
  },
})

/** A decision without words is none. */
export const decisionSource = (page: RecordPage, decision: DecisionId): Source => ({
  is: () => minutesOf(page).decisions.find(({ id }) => id === decision)?.text ?? '',
  save: saving(page, (text, was) =>
    text === ''
      ? { type: 'changeDecision', decision, text: null, was }
      : { type: 'changeDecision', decision, text, was },
  ),
})

/** Asked again after a broken line, the same words are not said twice. */
const adding = (page: RecordPage, list: 'decisions' | 'corrections', type: 'decide' | 'correct'): Source => {
  let known: ReadonlySet<string> | null = null
  return {
    adds: true,
    is: () => '',
    save: async (text) => {
      const there = minutesOf(page)[list]
      if (known && there.some((one) => one.text === text && !known?.has(one.id))) {
        known = null
        return null
      }
      known ??= new Set(there.map(({ id }) => id))
      const answer = await page.command({ type, text })
      if (answer.ok) known = null
      return answer.ok ? null : answer.refusal
    },
  }
}

export const newDecision = (page: RecordPage): Source => adding(page, 'decisions', 'decide')
export const newCorrection = (page: RecordPage): Source => adding(page, 'corrections', 'correct')
