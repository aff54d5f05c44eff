import type { IncomingMessage } from 'node:http'
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
  const url = URL.canParse(base) ? new URL(base) : null
  if (!url || !/^(localhost|127\.[\d.]+|\[::1\])$/.test(url.hostname)) return base
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
  const { origin, host } = request.headers
  if (origin === undefined) return true
  if (!URL.canParse(origin)) return false
  const from = new URL(origin).host
  const own = [host, rules.publicUrl && new URL(rules.publicUrl).host]
  if (rules.trustProxy > 0) own.push(header(request, 'x-forwarded-host'))
  return own.includes(from)
}
