// How many notes are ticked.
const form = document.querySelector('form[data-select]')

if (form) {
  const count = () => {
    const { length } = form.querySelectorAll(':checked:not(option)')
    form.querySelector('[data-chosen]').textContent = length ? `${length} chosen` : ''
  }
  form.addEventListener('change', count)
  addEventListener('pageshow', count)
}
