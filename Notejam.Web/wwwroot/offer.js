// A draft that is not what is saved is offered where its note is edited again: used, compared, or discarded.
const offer = document.querySelector('[data-draft-offer]')
const form = document.querySelector('form[data-draft]')

if (offer && form.drafts) {
  const { others, read, write, differs, keep, at } = form.drafts
  const words = offer.querySelector('p')
  const [use, ...answers] = offer.querySelectorAll('button')
  const discard = answers.at(-1)
  const compare = offer.querySelector('[data-action]')
  const original = words.textContent

  const ask = draft => {
    words.textContent = original.replace('…', at(draft.now))
    use.textContent = 'Use it'
    use.onclick = () => {
      const before = read()
      write(draft)
      keep()
      tell(`Your text from ${at(draft.now)} is in the form, not saved yet.`, draft, () => write(before))
    }
    discard.onclick = () => {
      localStorage.removeItem(draft.key)
      tell('Draft discarded.', draft, () => {})
    }
    if (compare) compare.onclick = () => {
      write(draft)
      form.action = compare.dataset.action
      form.submit()
    }
    answers.forEach(button => { button.hidden = false })
    offer.hidden = false
  }

  const tell = (text, draft, undo) => {
    words.textContent = text
    use.textContent = 'Undo'
    use.onclick = () => {
      undo()
      const { key, ...values } = draft
      localStorage.setItem(key, JSON.stringify(values))
      ask(draft)
    }
    answers.forEach(button => { button.hidden = true })
  }

  const drafts = others()
  drafts.filter(draft => !differs(draft)).forEach(draft => localStorage.removeItem(draft.key))
  const latest = drafts.find(differs)
  if (latest) ask(latest)
}
