import type { Request, Response } from 'express'
import * as v from 'valibot'
import { isId, type NetworkId, type SessionId } from '../../shared/model/ids.ts'
import type { Network } from '../../shared/model/network.ts'
import { baseUrl, sharedUrl } from '../access/address.ts'
import { tokensCookie, tokensInCookie } from '../access/cookie.ts'
import { grantsOf, tokensOf, visitorOf, type Visitor } from '../access/visitor.ts'
import type { House } from '../control/house.ts'
import type { StoredSession } from '../storage/storage.ts'
import { Refused } from './problem.ts'

// What every route asks first: about what, by whom, with what.

export type Person = Exclude<Visitor, { role: 'wall' }>

/** @throws Refused network-unknown. */
export async function networkAsked({ storage }: House, request: Request): Promise<Network> {
  const { id } = request.params
  const network = isId(id) ? await storage.findNetwork(id as NetworkId) : null
  if (!network) throw new Refused('network-unknown')
  return network
}

/** @throws Refused session-unknown. */
export async function sessionAsked({ storage }: House, request: Request): Promise<StoredSession> {
  const { id } = request.params
  const session = isId(id) ? await storage.findSession(id as SessionId) : null
  if (!session) throw new Refused('session-unknown')
  return session
}

interface Where {
  readonly network: NetworkId
  readonly session?: SessionId
}

export const inSession = ({ id, network }: StoredSession): Where => ({ network, session: id })

/** Anyone who may look: the wall too. `?as=wall` looks as the wall does. */
export async function visitor({ storage }: House, request: Request, where: Where): Promise<Visitor> {
  const seen = await visitorOf(storage, tokensOf(request), where, request.query.as === 'wall' ? 'wall' : null)
  if (!seen.ok) throw new Refused(seen.refusal)
  return seen.visitor
}

/** A person of the network. */
export async function person(house: House, request: Request, where: Where): Promise<Person> {
  const seen = await visitor(house, request, where)
  if (seen.role === 'wall') throw new Refused('not-for-you')
  return seen
}

/** The same, or someone who waits at the door: what one may always do about oneself. */
export async function personOrWaiting({ storage }: House, request: Request, where: Where): Promise<Person> {
  const seen = await visitorOf(storage, tokensOf(request), where)
  if (!seen.ok && seen.atDoor) return seen.atDoor
  if (!seen.ok) throw new Refused(seen.refusal)
  if (seen.visitor.role === 'wall') throw new Refused('not-for-you')
  return seen.visitor
}

export async function facilitator(house: House, request: Request, where: Where): Promise<Person> {
  const seen = await person(house, request, where)
  if (seen.role !== 'facilitator') throw new Refused('not-for-you')
  return seen
}

/** The body as `schema` wants it. @throws Refused malformed, naming the field. */
export function bodyOf<S extends v.GenericSchema>(request: Request, schema: S): v.InferOutput<S> {
  const parsed = v.safeParse(schema, request.body ?? {})
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  throw new Refused('malformed', `${v.getDotPath(issue) ?? 'body'}: ${issue.message}`)
}

/** The device knows this token from now on, and forgets some, where it is told which. */
export function signIn(
  { addresses }: House,
  request: Request,
  response: Response,
  token: string,
  forget: ReadonlySet<string> = new Set(),
): void {
  const tokens = [token, ...tokensInCookie(request.headers.cookie).filter((one) => !forget.has(one))]
  response.append('Set-Cookie', tokensCookie(tokens, baseUrl(request, addresses).startsWith('https:')))
}

/** Tokens that open nothing any more. A cookie holds only so many: they shall not push out those that do. */
export async function deadTokens({ storage }: House, request: Request): Promise<Set<string>> {
  const tokens = tokensInCookie(request.headers.cookie)
  const alive = new Set((await grantsOf(storage, tokens)).map(({ token }) => token))
  return new Set(tokens.filter((token) => !alive.has(token)))
}

/** The device forgets these tokens. */
export function signOut({ addresses }: House, request: Request, response: Response, forget: ReadonlySet<string>): void {
  const kept = tokensInCookie(request.headers.cookie).filter((token) => !forget.has(token))
  response.append('Set-Cookie', tokensCookie(kept, baseUrl(request, addresses).startsWith('https:')))
}

/** The address that signs a device in, where this request came. */
export const signInUrl = ({ addresses }: House, request: Request, token: string): string =>
  `${baseUrl(request, addresses)}/in/${token}`

/** The same for another device, which does not find this one as localhost. */
export const signInUrlElsewhere = ({ addresses }: House, request: Request, token: string): string =>
  `${sharedUrl(request, addresses)}/in/${token}`
