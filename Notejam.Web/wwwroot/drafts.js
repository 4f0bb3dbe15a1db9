// What is typed into a note is kept in this browser until it is saved, apart for each account, note and form: offer.js
// brings it back, send.js says when saving does not reach the server.
const prefix = `notejam-draft:${document.documentElement.dataset.viewer}:`
const form = document.querySelector('form[data-draft]')
const keys = () => Object.keys(localStorage).filter(key => key.startsWith(prefix))
const end = id => keys().filter(key => key.endsWith(`:${id}`)).forEach(key => localStorage.removeItem(key))

// The page behind a save says which one was saved. Theirs kept, mine is in the history.
const saved = document.querySelector('[data-saved]')
if (saved) end(saved.dataset.saved)
const theirs = document.querySelector('[data-ends-draft]')
theirs?.addEventListener('click', () => end(theirs.dataset.endsDraft))

if (form) {
  const { draft } = form.elements
  // What comes back, by F5, by Back or from the server, goes on with its own.
  const random = crypto.getRandomValues(new Uint8Array(16))
  draft.value ||= Array.from(random, byte => byte.toString(16).padStart(2, '0')).join('')
  const note = prefix + form.dataset.draft
  const key = () => `${note}:${draft.value}`
  const typed = [...form.querySelectorAll('textarea, select, [name=tags]')]
  const began = [...form.querySelectorAll('[data-began]')]
  const fields = [...typed, ...began]
  const read = () => Object.fromEntries(fields.map(field => [field.name, field.value]))
  const write = values => fields.forEach(field => { field.value = values[field.name] ?? field.value })

  // What the page came with: the browser, or unsaved.js, may have put something else in since.
  const original = field => field.defaultValue ?? [...field.options].find(option => option.defaultSelected)?.value ?? ''
  const differs = values => typed.some(field => (values[field.name] ?? original(field)) !== original(field))

  const isToday = time => new Date(time).toDateString() === new Date().toDateString()
  const at = time => new Date(time).toLocaleString('en-GB', isToday(time)
    ? { timeStyle: 'short' }
    : { dateStyle: 'medium', timeStyle: 'short' })
  const bar = form.querySelector('[data-draft-state]')
  const say = (words, kind = 'hint') => Object.assign(bar, { textContent: words, className: `${kind} end` })
  let waiting = 0

  const keep = () => {
    clearTimeout(waiting)
    waiting = 0
    const now = Date.now()
    try {
      if (differs(read())) localStorage.setItem(key(), JSON.stringify({ ...read(), now }))
      else localStorage.removeItem(key())
      say(differs(read()) ? `Draft kept at ${at(now)}` : '')
      window.onbeforeunload = null
      return true
    } catch {
      // A private window, or a full disk.
      say('Not saved. Keep this page open', 'error')
      window.onbeforeunload = event => event.preventDefault()
      return false
    }
  }

  form.addEventListener('input', () => {
    if (!waiting) say('Not saved yet')
    clearTimeout(waiting)
    waiting = setTimeout(keep, 300)
  })
  addEventListener('pagehide', () => { if (waiting) keep() })
  addEventListener('pageshow', event => { if (event.persisted && !localStorage.getItem(key())) say('') })

  // Those of other windows and earlier visits, the latest first.
  const others = () => keys()
    .filter(other => other.startsWith(note) && other !== key())
    .map(other => ({ key: other, ...JSON.parse(localStorage.getItem(other)) }))
    .sort((one, two) => two.now - one.now)
  form.drafts = { others, read, write, differs, keep, say, at }
}
