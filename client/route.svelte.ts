import type { NetworkId, OrganisationId, SessionId } from '../shared/model/ids.ts'

/** The pages. `App.svelte` shows one; a new route is a compile error there until it has a screen. */
export type Route =
  | { readonly page: 'home' }
  | { readonly page: 'join'; readonly code: string }
  | { readonly page: 'invite'; readonly token: string }
  | {
      readonly page: 'network'
      readonly network: NetworkId
      readonly part: NetworkPart
      /** Whose page, with part `organisation`; its visitor's own when it is left out. */
      readonly organisation?: OrganisationId
    }
  | { readonly page: 'seriesRecord'; readonly network: NetworkId }
  | { readonly page: 'session'; readonly session: SessionId }
  | { readonly page: 'wall'; readonly session: SessionId }
  | { readonly page: 'record'; readonly session: SessionId }
  | { readonly page: 'nowhere' }

/** The pages of a network. Each but the first has its own address: /network/<id>/<part>. */
export const NETWORK_PARTS = [
  'series',
  'expectations',
  'matrix',
  'map',
  'records',
  'organisation',
  'privacy',
  'search',
] as const
export type NetworkPart = (typeof NETWORK_PARTS)[number]

export function parseRoute(path: string): Route {
  const [page, id, ...rest] = path.split('/').filter(Boolean)
  if (!page) return { page: 'home' }
  if (!id || (rest.length > 0 && page !== 'network')) return { page: 'nowhere' }
  switch (page) {
    case 'join':
      return { page, code: decoded(id) }
    case 'invite':
      return { page, token: decoded(id) }
    case 'network':
      return networkRoute(id as NetworkId, rest)
    case 'session':
    case 'wall':
    case 'record':
      return { page, session: id as SessionId }
    default:
      return { page: 'nowhere' }
  }
}

function networkRoute(network: NetworkId, [named = 'series', whose, ...more]: readonly string[]): Route {
  if (named === 'record' && whose === undefined) return { page: 'seriesRecord', network }
  const part = NETWORK_PARTS.find((one) => one === named)
  const isOfOne = part === 'organisation' && whose !== undefined
  if (!part || more.length > 0 || (whose !== undefined && !isOfOne)) return { page: 'nowhere' }
  return { page: 'network', network, part, ...(isOfOne && { organisation: whose as OrganisationId }) }
}

/** An address that was cut off may not be decodable: then it stands for itself. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

class Router {
  current = $state.raw<Route>(parseRoute(location.pathname))

  constructor() {
    addEventListener('popstate', () => (this.current = parseRoute(location.pathname)))
    // Links stay plain links: a middle click, a new tab and a screen reader know them.
    addEventListener('click', (event) => {
      if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return
      const link = event.target instanceof Element ? event.target.closest('a') : null
      if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return
      if (link.pathname.startsWith('/api/') || link.pathname.startsWith('/in/')) return
      event.preventDefault()
      this.go(link.pathname + link.search)
    })
  }

  go(path: string): void {
    history.pushState(null, '', path)
    this.#show()
  }

  /** The same, without a way back to the page before. */
  replace(path: string): void {
    history.replaceState(null, '', path)
    this.#show()
  }

  #show(): void {
    this.current = parseRoute(location.pathname)
    scrollTo(0, 0)
  }
}

export const router = new Router()
