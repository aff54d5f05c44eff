import type { Outcome, Standing } from '../../shared/model/series.ts'
import type { MessageKey } from '../../shared/text/nl.ts'

export const STANDING_WORDS: Record<Standing, MessageKey> = {
  good: 'ledger.standing.good',
  somewhat: 'ledger.standing.somewhat',
  notYet: 'ledger.standing.notYet',
}

export const OUTCOME_WORDS: Record<Outcome, MessageKey> = {
  met: 'ledger.outcome.met',
  partly: 'ledger.outcome.partly',
  changed: 'ledger.outcome.changed',
  not: 'ledger.outcome.not',
}
