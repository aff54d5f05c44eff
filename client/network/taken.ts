import type { OrganisationId } from '../../shared/model/ids.ts'
import type { Organisation } from '../../shared/model/network.ts'
import type { TakeHomeStatus } from '../../shared/model/series.ts'
import type { SessionInfo } from '../../shared/wire/http.ts'
import type { SeriesInfo, TakeHomeInfo } from '../../shared/wire/series.ts'

// What organisations took home from each other, as the map shows it.

/** In the order in which one tells how it went. */
export const HOW_IT_WENT = ['open', 'busy', 'tried', 'learned', 'dropped'] as const satisfies readonly TakeHomeStatus[]

/** By session, in the order in which it was said. */
export function inOrder(
  takeHomes: readonly TakeHomeInfo[],
  sessions: readonly Pick<SessionInfo, 'id' | 'number'>[],
): TakeHomeInfo[] {
  const numbers = new Map(sessions.map(({ id, number }) => [id, number]))
  const numberOf = ({ session }: TakeHomeInfo) => numbers.get(session) ?? 0
  return [...takeHomes].sort((a, b) => numberOf(a) - numberOf(b))
}

/** Whether an organisation gave or took it. */
export const isOf = ({ from, to }: Pick<TakeHomeInfo, 'from' | 'to'>, organisation: OrganisationId): boolean =>
  from.includes(organisation) || to.includes(organisation)

export const isTried = ({ status }: Pick<TakeHomeInfo, 'status'>): boolean => status === 'tried' || status === 'learned'

/** Round the circle: everyone in the network, and who left while an idea of theirs travels. */
export const roundTheCircle = (
  organisations: readonly Organisation[],
  { takeHomes, left }: Pick<SeriesInfo, 'takeHomes' | 'left'>,
): readonly Organisation[] =>
  organisations.filter(({ id }) => !left.includes(id) || takeHomes.some((one) => isOf(one, id)))

/** Who took it; null when all others did. */
export function takersOf(
  { from, to }: Pick<TakeHomeInfo, 'from' | 'to'>,
  organisations: readonly Organisation[],
): readonly OrganisationId[] | null {
  const others = organisations.filter(({ id }) => !from.includes(id))
  return others.length > 1 && others.every(({ id }) => to.includes(id)) ? null : to
}
