import type { IncomingMessage } from 'node:http'
import { ROLES, type Role } from '../../shared/model/network.ts'
import type { NetworkId, SessionId } from '../../shared/model/ids.ts'
import type { Refusal } from '../../shared/model/refusal.ts'
import type { Grant, PeopleStore, StoredMember } from '../storage/storage.ts'
import { tokensInCookie } from './cookie.ts'
import { hashToken, isToken } from './token.ts'

/** Who asks, in one network. */
export type Visitor =
  | { readonly role: 'facilitator' | 'member'; readonly member: StoredMember; readonly token: string }
  | { readonly role: 'wall'; readonly member: StoredMember | null; readonly token: string }

type Person = Exclude<Visitor, { role: 'wall' }>

/** `atDoor`: who is refused with `waiting`. */
export type Seen =
  | { readonly ok: true; readonly visitor: Visitor }
  | { readonly ok: false; readonly refusal: Refusal; readonly atDoor?: Person }

/** `as=wall`: the wall's page, also on the facilitator's laptop. */
export type As = 'wall' | null

/**
 * The tokens that a request shows: the Authorization header alone when there is one, else those of the cookie.
 * Sockets may carry one in their address, which is why that one is passed beside.
 */
export function tokensOf(request: IncomingMessage, besides: string | null = null): string[] {
  const bearer = bearerOf(request) ?? besides
  if (bearer !== null) return isToken(bearer) ? [bearer] : []
  return tokensInCookie(request.headers.cookie)
}

export function bearerOf(request: IncomingMessage): string | null {
  const [scheme, value] = request.headers.authorization?.split(' ') ?? []
  return scheme?.toLowerCase() === 'bearer' && value ? value : null
}

/** A token and what it opens; unknown tokens are left out, the order stays. */
export async function grantsOf(people: PeopleStore, tokens: readonly string[]): Promise<(Grant & { token: string })[]> {
  const grants = new Map((await people.findGrants(tokens.map(hashToken))).map((grant) => [grant.hash, grant]))
  return tokens.flatMap((token) => {
    const grant = grants.get(hashToken(token))
    return grant ? { ...grant, token } : []
  })
}

/**
 * Who these tokens say that asks about a network, or about one session of it. The one with the most rights counts.
 * A wall's token opens its own session alone. Who waits at the door is refused with `waiting`.
 */
export async function visitorOf(
  people: PeopleStore,
  tokens: readonly string[],
  where: { readonly network: NetworkId; readonly session?: SessionId },
  as: As = null,
): Promise<Seen> {
  const grants = await grantsOf(people, tokens)
  if (grants.length === 0) return { ok: false, refusal: 'token-unknown' }
  const [best] = grants
    .filter(({ network, role, session }) => network === where.network && (role !== 'wall' || session === where.session))
    .sort((a, b) => rights(b.role) - rights(a.role))
  if (!best) return { ok: false, refusal: 'not-for-you' }
  const { role, member, token } = best
  if (role === 'wall' || member === null) return { ok: true, visitor: { role: 'wall', member: null, token } }
  if (!member.admitted) return { ok: false, refusal: 'waiting', atDoor: { role, member, token } }
  if (role === 'facilitator' && as === 'wall') return { ok: true, visitor: { role: 'wall', member, token } }
  return { ok: true, visitor: { role, member, token } }
}

const rights = (role: Role): number => ROLES.indexOf(role)

/** Whether someone of this role may do what takes at least `least`. */
export const mayActAs = (role: Role, least: Role): boolean => rights(role) >= rights(least)
