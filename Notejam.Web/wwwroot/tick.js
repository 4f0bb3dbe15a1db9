// Tasks are ticked in place, one after the other: each needs the revision that the one before has made. Where the answer
// is anything but that, the page is shown as the server has it, and what was still to be sent is not. Without this file
// the form sends itself.
const patience = 10_000
const lost = 'Not ticked: Notejam cannot be reached.'
let turn = Promise.resolve()

const show = (box, isDone) => {
  box.name = isDone ? 'open' : 'done'
  box.ariaChecked = isDone
}

const complain = () => {
  document.querySelector('[data-lost]')?.remove()
  const complaint = Object.assign(document.createElement('p'), { className: 'flash', role: 'alert', textContent: lost })
  complaint.dataset.lost = ''
  document.querySelector('main').prepend(complaint)
  complaint.scrollIntoView()
}

const tick = async (form, box, isDone) => {
  if (!form.isConnected) return
  const body = new URLSearchParams(new FormData(form))
  body.set(isDone ? 'done' : 'open', box.value)
  try {
    const signal = AbortSignal.timeout(patience)
    const answer = await fetch(form.action, { method: 'POST', body, keepalive: true, signal })
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const { revision } = form.elements
    const now = Number(page.querySelector('#tasks')?.elements.revision.value)
    const isOfThis = now - revision.value === 0 || now - revision.value === 1
    // The server has something to say where it did not do it.
    if (isOfThis && !page.querySelector('main > .flash')) {
      revision.value = now
      return
    }
    document.querySelector('main').replaceWith(page.querySelector('main'))
    scrollTo(0, 0)
  } catch {
    show(box, !isDone)
    complain()
  }
}

document.addEventListener('click', event => {
  const isSecondOfTwo = event.detail > 1 && event.target.closest('[form=tasks]')
  if (isSecondOfTwo) event.preventDefault()
})

document.addEventListener('submit', event => {
  const { target: form, submitter: box } = event
  if (form.id !== 'tasks') return
  event.preventDefault()
  const isDone = box.name === 'done'
  show(box, isDone)
  turn = turn.then(() => tick(form, box, isDone))
})
