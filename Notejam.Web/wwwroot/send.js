// A save that would not reach the server stays on its page, and says so.
const form = document.querySelector('form[data-draft]')
const away = document.querySelector('[data-away]')

form?.addEventListener('submit', async event => {
  event.preventDefault()
  const { key, read, differs, keep, say, at } = form.draft
  if (differs(read())) keep()
  const button = form.querySelector('.save button')
  const late = setTimeout(() => say('Saving'), 500)
  button.disabled = true
  try {
    await fetch('/robots.txt', { method: 'HEAD', cache: 'no-store' })
    sessionStorage.setItem('notejam-sent', key)
    window.onbeforeunload = null
    form.submit()
  } catch {
    away.hidden = false
    say(`Not saved. Draft kept at ${at(Date.now())}`, 'error')
    button.textContent = 'Save again'
    away.scrollIntoView()
  } finally {
    clearTimeout(late)
    button.disabled = false
  }
})
