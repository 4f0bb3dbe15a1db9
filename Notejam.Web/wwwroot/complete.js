// What is begun may be completed: a tag in its field, a link to a note by [[ and two letters of its name. Arrow Down
// leads to the offers.
const offers = document.querySelector('[data-complete]')
const begun = { tags: /#?[^\s#,]+$/, text: /\[\[[^\]|\n]{2,}$/ }
let waiting

const offer = async field => {
  const at = field.selectionStart
  // No more than a name may have.
  const [typed] = begun[field.name].exec(field.value.slice(Math.max(0, at - 120), at)) ?? []
  const asked = typed && fetch(`/complete/${field.name}/?typed=${encodeURIComponent(typed)}`)
  const found = asked ? await asked.then(answer => answer.json()).catch(() => ({})) : {}
  if (at !== field.selectionStart) return
  offers.replaceChildren(...Object.entries(found).map(([words, whole]) => {
    const button = document.createElement('button')
    button.onclick = () => {
      field.focus()
      field.setSelectionRange(at - typed.length, at)
      document.execCommand('insertText', false, whole)
    }
    return Object.assign(button, { type: 'button', className: 'link', textContent: words })
  }))
  offers.hidden = !offers.firstChild
}

if (offers) {
  const form = offers.closest('form')
  form.addEventListener('input', ({ target }) => {
    clearTimeout(waiting)
    if (begun[target.name]) waiting = setTimeout(offer, 150, target)
  })
  form.addEventListener('keydown', event => {
    if (event.key !== 'ArrowDown' || offers.hidden || !begun[event.target.name]) return
    event.preventDefault()
    offers.firstChild.focus()
  })
}
