import { randomInt } from 'node:crypto'
import { CODE_ALPHABET, CODE_LENGTH } from '../../shared/model/code.ts'
import { newSessionId } from '../../shared/model/ids.ts'
import { sessionFromTemplate, type TemplateName } from '../../shared/text/templates.ts'
import type { Translate } from '../../shared/text/translate.ts'
import { CONTROL_DEFAULTS, type NewSession } from '../storage/storage.ts'

/** A code that nobody can guess from another. Whether it is free shows when it is stored. */
export const newCode = (): string =>
  Array.from({ length: CODE_LENGTH }, () => CODE_ALPHABET[randomInt(CODE_ALPHABET.length)]).join('')

/** Session `number` (from 1) of a template, in the words of `t`, with its door open. */
export function newSession(template: TemplateName, number: number, t: Translate): NewSession {
  return {
    id: newSessionId(),
    control: {
      title: t('session.title', { number }),
      code: newCode(),
      door: 'open',
      host: null,
      secondPresenter: null,
      venue: '',
      startsAt: null,
      endsAt: null,
      ...sessionFromTemplate(template, number, t),
      step: null,
      ...CONTROL_DEFAULTS,
      clustering: 'facilitator',
      wall: { kind: 'code' },
      published: [],
    },
  }
}

/** Few codes are in use of the 480 million there are: a second attempt nearly always finds a free one. */
const ATTEMPTS = 20

export async function untilCodeIsFree<T>(attempt: () => Promise<T | 'code-taken'>): Promise<T> {
  for (let i = 0; i < ATTEMPTS; i++) {
    const done = await attempt()
    if (done !== 'code-taken') return done
  }
  throw new Error('no free code was found')
}
