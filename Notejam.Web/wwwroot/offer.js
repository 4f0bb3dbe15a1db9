// A draft that is not what is saved is offered where its note is edited again: used, compared, or discarded.
const offer = document.querySelector('[data-draft-offer]')
const form = document.querySelector('form[data-draft]')
const draft = offer && form.draft && JSON.parse(localStorage.getItem(form.draft.key))

// After F5 it is in the form already: unsaved.js has put it there.
const isThere = draft && Object.entries(form.draft.read()).every(([name, value]) => draft[name] === value)

if (draft && !isThere && form.draft.differs(draft)) {
  const { key, read, write, keep, at } = form.draft
  const words = offer.querySelector('p')
  const [use, ...others] = offer.querySelectorAll('button')
  const discard = others.at(-1)
  const compare = offer.querySelector('[data-action]')
  const original = words.textContent

  const ask = () => {
    words.textContent = original.replace('…', at(draft.now))
    use.textContent = 'Use it'
    use.onclick = () => {
      const before = read()
      write(draft)
      keep()
      tell(`Your text from ${at(draft.now)} is in the form, not saved yet.`, () => write(before))
    }
    others.forEach(button => { button.hidden = false })
  }

  const tell = (text, undo) => {
    words.textContent = text
    use.textContent = 'Undo'
    use.onclick = () => {
      undo()
      localStorage.setItem(key, JSON.stringify(draft))
      ask()
    }
    others.forEach(button => { button.hidden = true })
  }

  discard.onclick = () => {
    localStorage.removeItem(key)
    tell('Draft discarded.', () => {})
  }

  compare?.addEventListener('click', () => {
    write(draft)
    form.action = compare.dataset.action
    form.submit()
  })

  // Whoever writes on instead of answering has seen it: from then on the newer text is the draft.
  form.addEventListener('input', () => { offer.hidden = use.textContent !== 'Undo' }, { once: true })
  ask()
  offer.hidden = false
} else if (draft && !form.draft.differs(draft)) localStorage.removeItem(form.draft.key)
