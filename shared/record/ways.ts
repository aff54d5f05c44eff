import type { Translate } from '../text/translate.ts'

/** From whom to whom an idea goes. */
export interface Way {
  readonly from: readonly string[]
  readonly to: readonly string[]
}

/** Of one idea, in whatever it was said: who gives it is not also who takes it. */
export function joined(ways: readonly Way[]): Way {
  const from = new Set(ways.flatMap((way) => way.from))
  const to = new Set(ways.flatMap((way) => way.to).filter((id) => !from.has(id)))
  return { from: [...from], to: [...to] }
}

interface Naming {
  readonly record: { readonly network: { readonly organisations: readonly { readonly id: string }[] } }
  readonly t: Translate
  names(ids: Iterable<string>): string[]
}

/** The names on both sides; when `to` is all others, it is that word. */
export function wayNames({ record, t, names }: Naming, { from, to }: Way): { from: string[]; to: string[] } {
  const others = record.network.organisations.filter(({ id }) => !from.includes(id))
  const isEveryone = others.length > 1 && others.every(({ id }) => to.includes(id))
  return { from: names(from), to: isEveryone ? [t('record.everyone')] : names(to) }
}
