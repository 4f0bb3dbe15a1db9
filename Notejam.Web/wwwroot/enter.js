// Enter in a text of one line goes on to the next field: such a field is a textarea only so that a long name wraps.
for (const field of document.querySelectorAll('[data-enter]')) {
  field.addEventListener('beforeinput', event => {
    if (event.inputType !== 'insertLineBreak') return
    event.preventDefault()
    document.getElementById(field.dataset.enter).focus()
  })
}
