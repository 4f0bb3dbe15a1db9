// Browsers have none without HTTPS, but for this machine itself. What its address says never changes: there is no need
// to ask for it with each page.
const { worker } = document.querySelector('[data-worker]').dataset
navigator.serviceWorker?.register(worker, { updateViaCache: 'all' }).catch(() => {})
