// Enter in a text of one line goes on to the next field: such a field is a textarea only so that a long name wraps.
for (const field of document.querySelectorAll('[data-enter]')) {
  field.addEventListener('beforeinput', event => {
    if (event.inputType !== 'insertLineBreak') return
    event.preventDefault()
    document.getElementById(field.dataset.enter).focus()
  })
}

// Ctrl+Enter presses the button that says so, from every field of its form.
document.addEventListener('keydown', event => {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
  const button = event.target.form?.querySelector('[aria-keyshortcuts="Control+Enter"]')
  if (!button) return
  event.preventDefault()
  button.click()
})
