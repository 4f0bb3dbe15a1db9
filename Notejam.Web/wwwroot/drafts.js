// What is typed into a note is kept in this browser until it is saved, apart for each account and note: offer.js brings
// it back, send.js says when saving does not reach the server.
const { viewer } = document.documentElement.dataset
const prefix = `notejam-draft:${viewer}:`
const form = document.querySelector('form[data-draft]')
const [load] = performance.getEntriesByType('navigation')

// A save that was not done is answered with its form, with an error, or with the way in.
const sent = sessionStorage.getItem('notejam-sent')
sessionStorage.removeItem('notejam-sent')
if (sent?.startsWith(prefix) && !form && load?.responseStatus === 200) localStorage.removeItem(sent)

const panel = document.querySelector('[data-drafts]')
if (panel) {
  const forget = panel.querySelector('button')
  forget.disabled = false
  forget.addEventListener('click', () => {
    Object.keys(localStorage).filter(key => key.startsWith(prefix)).forEach(key => localStorage.removeItem(key))
    panel.querySelector('[role=status]').textContent = 'Drafts forgotten.'
  })
}

if (form) {
  const key = prefix + form.dataset.draft
  const typed = [...form.querySelectorAll('textarea, select')]
  const began = [...form.querySelectorAll('[data-began]')]
  const fields = [...typed, ...began]
  const read = () => Object.fromEntries(fields.map(field => [field.name, field.value]))
  const write = values => fields.forEach(field => { field.value = values[field.name] ?? field.value })

  // What the page came with: the browser, or unsaved.js, may have put something else in since.
  const original = field => field.defaultValue ?? [...field.options].find(option => option.defaultSelected)?.value ?? ''
  const differs = values => typed.some(field => values[field.name] !== original(field))

  const at = time => new Date(time).toLocaleString([], new Date(time).toDateString() === new Date().toDateString()
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
      if (differs(read())) localStorage.setItem(key, JSON.stringify({ ...read(), now }))
      else localStorage.removeItem(key)
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
  form.draft = { key, read, write, differs, keep, say, at }
}
