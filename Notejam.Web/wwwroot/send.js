// A save that would not reach the server stays on its page, and says so.
const form = document.querySelector('form[data-draft]')
const away = document.querySelector('[data-away]')
const lost = 'Not saved: Notejam cannot be reached. Keep this page open and save again.'
const patience = 10_000

// Where nothing can be kept, drafts.js has stopped, and the browser sends the form by itself.
if (form?.drafts) {
  const { read, differs, keep, say, at } = form.drafts
  let isReached = false

  form.addEventListener('submit', async event => {
    if (isReached) return
    event.preventDefault()
    const button = event.submitter
    const isKept = !differs(read()) || keep()
    const late = setTimeout(() => say('Saving'), 500)
    button.disabled = true
    try {
      const answer = await fetch('/robots.txt', { cache: 'no-store', signal: AbortSignal.timeout(patience) })
      // To its end: the page would break it off when it leaves.
      await answer.text()
      window.onbeforeunload = null
      isReached = true
      button.disabled = false
      form.requestSubmit(button)
      isReached = false
    } catch {
      away.hidden = false
      if (isKept) say(`Not saved. Draft kept at ${at(Date.now())}`, 'error')
      else away.firstElementChild.textContent = lost
      if (button.textContent === 'Save') button.textContent = 'Save again'
      away.scrollIntoView()
    } finally {
      clearTimeout(late)
      button.disabled = false
    }
  })
}
