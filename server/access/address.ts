import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { networkInterfaces } from 'node:os'
import type { TLSSocket } from 'node:tls'

/** What the addresses of a request depend on. */
export interface AddressRules {
  readonly publicUrl: string | null
  readonly trustProxy: number
  /** The address the server listens on. */
  readonly host: string
}

const header = (request: IncomingMessage, name: string): string | null => {
  const value = request.headers[name]
  return (Array.isArray(value) ? value[0] : value)?.split(',')[0]?.trim() || null
}

/**
 * The address of who asks, with as many proxies believed as stand in front: of a request and of an upgrade alike. What a
 * caller writes into X-Forwarded-For itself lies further back than the proxies' own words, and is not read. Devices of
 * one IPv6 network count as one, as those behind one IPv4 address do.
 */
export function callerOf(request: IncomingMessage, { trustProxy }: Pick<AddressRules, 'trustProxy'>): string {
  const own = request.socket.remoteAddress ?? ''
  const said = trustProxy > 0 ? String(request.headers['x-forwarded-for'] ?? '') : ''
  const way = [own, ...said.split(',').reverse().filter(Boolean)]
  const caller = withoutPort((way[Math.min(trustProxy, way.length - 1)] ?? own).trim())
  return networkOf(isIP(caller) === 0 ? own : caller)
}

/** Some proxies write 192.0.2.1:5678 or [2001:db8::1]:5678. */
const withoutPort = (address: string): string =>
  /^\[([^\]]+)\](:\d+)?$/.exec(address)?.[1] ?? /^([\d.]+):\d+$/.exec(address)?.[1] ?? address

/** An IPv6 address as its /64: each device there may take any of 2⁶⁴ addresses. */
function networkOf(address: string): string {
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1]
  if (mapped || isIP(address) !== 6) return mapped ?? address
  const [head = '', tail = ''] = (address.split('%')[0] ?? '').toLowerCase().split('::')
  const groups = (part: string) => part.split(':').filter(Boolean)
  const [front, back] = [groups(head), groups(tail)]
  const zeros = Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => '0')
  return [...front, ...zeros, ...back].slice(0, 4).join(':')
}

/** Whether it is asked on this machine itself: not when it was passed on, and not by a page that another name led here. */
export function isFromHere(request: IncomingMessage): boolean {
  const { forwarded, via, host, 'x-forwarded-for': passedFor } = request.headers
  const isPassedOn = forwarded !== undefined || via !== undefined || passedFor !== undefined
  const own = request.socket.remoteAddress ?? ''
  return !isPassedOn && (own === '::1' || /^(::ffff:)?127\./.test(own)) && isThisMachine(`http://${host}`)
}

const isThisMachine = (url: string): boolean =>
  URL.canParse(url) && /^(localhost|127\.[\d.]+|\[::1\])$/.test(new URL(url).hostname)

/** The address under which this request came, such as http://192.168.1.20:8080. */
export function baseUrl(request: IncomingMessage, rules: AddressRules): string {
  if (rules.publicUrl) return rules.publicUrl
  const forwarded = rules.trustProxy > 0
  const proto = (forwarded && header(request, 'x-forwarded-proto')) || ownProtocol(request)
  const host = (forwarded && header(request, 'x-forwarded-host')) || request.headers.host || 'localhost'
  return `${proto === 'https' ? 'https' : 'http'}://${host}`
}

const ownProtocol = (request: IncomingMessage): string =>
  (request.socket as Partial<TLSSocket>).encrypted ? 'https' : 'http'

/**
 * The address for other devices. Who opened the page as localhost would show phones a code that leads nowhere, so there
 * the address of this machine on its network stands in, when the server listens on it.
 */
export function sharedUrl(request: IncomingMessage, rules: AddressRules): string {
  const base = baseUrl(request, rules)
  if (rules.publicUrl || !isEverywhere(rules.host)) return base
  if (!isThisMachine(base)) return base
  const url = new URL(base)
  const lan = lanAddresses()[0]
  return lan ? `${url.protocol}//${lan}${url.port && `:${url.port}`}` : base
}

export const isEverywhere = (host: string): boolean => host === '::' || host === '0.0.0.0'

/** IPv4 addresses of this machine that others can reach; those of home and office networks first. */
export function lanAddresses(): string[] {
  const addresses = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter((one) => one.family === 'IPv4' && !one.internal && !one.address.startsWith('169.254.'))
    .map((one) => one.address)
  const usual = (address: string) => (/^(192\.168|10)\./.test(address) ? 0 : 1)
  return addresses.sort((a, b) => usual(a) - usual(b))
}

/**
 * Whether the page that sent this request is our own. Programs send no Origin; a browser sends it with every socket and
 * every call that changes something, and then it must name the host that was asked.
 */
export function isOwnOrigin(request: IncomingMessage, rules: AddressRules): boolean {
  const { origin } = request.headers
  if (origin === undefined) return true
  return URL.canParse(origin) && ownHosts(request, rules).includes(new URL(origin).host)
}

/** The hosts, with their ports, under which the page may have been opened. */
export function ownHosts(request: IncomingMessage, rules: AddressRules): string[] {
  const own = [request.headers.host, rules.publicUrl && new URL(rules.publicUrl).host]
  if (rules.trustProxy > 0) own.push(header(request, 'x-forwarded-host'))
  return own.filter((host) => typeof host === 'string')
}
