// What is begun may be completed: a tag in its field, a link to a note by [[ and two letters of its name. Arrow Down
// leads to the offers; Escape, and whatever else is typed there, back to the field.
const offers = document.querySelector('[data-complete]')
const begun = { tags: /#?[^\s#,]+$/, text: /\[\[(?:(?!\[\[)[^\]|\n]){2,}$/ }
// What stands behind the caret already.
const rest = { tags: /^[^\s#,]*/, text: /^(?:[^[\]|\n]*\]\])?/ }
let field, waiting
let turn = 0

const hide = () => {
  turn++
  clearTimeout(waiting)
  offers.replaceChildren()
  offers.hidden = true
}

const offer = async () => {
  const mine = turn
  const at = field.selectionStart
  // No more than a name may have.
  const [typed] = begun[field.name].exec(field.value.slice(Math.max(0, at - 120), at)) ?? []
  if (!typed) return
  const asked = fetch(`/complete/${field.name}/?typed=${encodeURIComponent(typed)}`)
  const found = await asked.then(answer => answer.json()).catch(() => [])
  if (mine !== turn || at !== field.selectionStart) return
  offers.replaceChildren(...found.map(([words, whole]) => {
    const button = document.createElement('button')
    button.onclick = () => {
      field.focus()
      // A draft may have taken the place of what was typed.
      if (!field.value.slice(0, at).endsWith(typed)) return hide()
      const [after] = rest[field.name].exec(field.value.slice(at))
      field.setSelectionRange(at - typed.length, at + after.length)
      document.execCommand('insertText', false, whole)
    }
    return Object.assign(button, { type: 'button', className: 'link', textContent: words })
  }))
  offers.hidden = !found.length
}

if (offers) {
  const form = offers.closest('form')
  form.addEventListener('input', ({ target }) => {
    hide()
    field = target
    if (begun[field.name]) waiting = setTimeout(offer, 150)
  })
  form.addEventListener('focusin', ({ target }) => {
    if (target !== field && !offers.contains(target)) hide()
  })
  form.addEventListener('keydown', event => {
    const { key, target } = event
    if (offers.hidden || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return
    const isThere = offers.contains(target)
    if (key === 'Escape' || (isThere && key.length === 1 && key !== ' ')) {
      // Else keys.js would take it.
      event.stopPropagation()
      field.focus()
      if (key === 'Escape') hide()
    } else if (key === 'ArrowDown' && target === field && !event.shiftKey) {
      event.preventDefault()
      offers.firstChild.focus()
    }
  })
}
