// Opens the page without a network: a phone that slept may come back in a cellar. The page and its parts are kept as they
// come by; what people write lies in IndexedDB, and calls of the server are never answered from here.
const KEPT = 'bijeen-page-1'
const PAGE = '/'

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(KEPT).then((cache) => cache.add(PAGE)))
  self.skipWaiting()
})

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  )
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== location.origin) return
  // The names of these change with their content, so a kept one is never out of date.
  if (/^\/(assets|fonts)\//.test(url.pathname)) event.respondWith(keptFirst(request))
  else if (request.mode === 'navigate' && !/^\/(api|in|r)\//.test(url.pathname)) event.respondWith(networkFirst(request))
})

async function keptFirst(request) {
  const cache = await caches.open(KEPT)
  const kept = await cache.match(request)
  if (kept) return kept
  const answer = await fetch(request)
  if (answer.ok) await cache.put(request, answer.clone())
  return answer
}

/** Every page of the product is one document, so the newest one kept serves any address. */
async function networkFirst(request) {
  const cache = await caches.open(KEPT)
  try {
    const answer = await fetch(request)
    // One that holds what only this person may read is not kept.
    if (answer.ok && answer.headers.get('Cache-Control') !== 'no-store') await cache.put(PAGE, answer.clone())
    else if (answer.ok) void cache.add(PAGE).catch(() => undefined)
    return answer
  } catch {
    return (await cache.match(PAGE)) ?? Response.error()
  }
}
