// Where the network is away, a page that says so, the same for everybody. Nothing else is kept.
const offline = new Request('/offline/', { credentials: 'omit', cache: 'reload' })

addEventListener('install', event => {
  event.waitUntil(caches.open('offline').then(cache => cache.add(offline)).then(() => skipWaiting()))
})

// A form that could not be sent is not hidden behind it: the browser's own page sends it again.
addEventListener('fetch', event => {
  const { mode, method } = event.request
  if (mode !== 'navigate' || method !== 'GET') return
  event.respondWith(fetch(event.request).catch(() => caches.match('/offline/')))
})
