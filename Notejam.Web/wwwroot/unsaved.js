// Over F5 Firefox keeps what was typed, and other browsers do not. Kept in this tab, for the one page that follows.
const key = 'notejam-unsaved'
const { viewer } = document.documentElement.dataset
const typed = [...document.querySelectorAll('form[data-keep] :is(textarea, select, input:not([type=hidden]))')]
// What was typed over an older text is no edit of the newer one that the page comes with now.
const began = [...document.querySelectorAll('form[data-keep] [data-began]')]
const fields = [...typed, ...began]

const kept = JSON.parse(sessionStorage.getItem(key))
// The page that says that this one cannot be reached is not the one that follows.
if (!document.querySelector('[data-offline]')) sessionStorage.removeItem(key)
const [load] = performance.getEntriesByType('navigation')
if (load?.type === 'reload' && kept?.address === location.href && kept.viewer === viewer) {
  for (const field of fields) field.value = kept.values[field.name] ?? field.value
}

addEventListener('pagehide', () => {
  const isChanged = typed.some(field => 'defaultValue' in field && field.value !== field.defaultValue)
  const values = Object.fromEntries(fields.map(field => [field.name, field.value]))
  if (isChanged) sessionStorage.setItem(key, JSON.stringify({ address: location.href, viewer, values }))
})
