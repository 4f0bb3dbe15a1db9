// A key presses the element that says so: in aria-keyshortcuts, or in data-keys where it takes one key after another.
// Single keys do nothing while something is typed, nor where the settings turned them off, on this device.
const storage = 'notejam-keys'
const isOff = () => localStorage.getItem(storage) === 'off'
const isTypedInto = element => element.matches('textarea, select, input:not([type=checkbox], [type=radio])')
const rows = [...document.querySelectorAll('.notes .name :is(a, input)')]
const withKey = keys => {
  const value = `"${CSS.escape(keys)}"`
  return document.querySelector(`[aria-keyshortcuts=${value}], [data-keys=${value}]`)
}
let before = { key: '', at: 0 }

const press = keys => {
  const element = withKey(keys)
  if (!element) return false
  if (!isTypedInto(element)) element.click()
  else {
    element.focus()
    element.select()
  }
  return true
}

const goTo = row => {
  row?.focus()
  return rows.length > 0
}

// In a list of links, the list with boxes follows, and this one ticked.
const select = () => {
  const row = document.activeElement
  const link = withKey('x')
  if (!rows.includes(row)) return press('x')
  if (row.type === 'checkbox') row.click()
  else if (link) location.href = `${link.href}=${row.pathname.split('/')[2]}`
  return true
}

const inList = {
  j: () => goTo(rows[rows.indexOf(document.activeElement) + 1]),
  k: () => goTo(rows[Math.max(rows.indexOf(document.activeElement) - 1, 0)]),
  x: select,
}

document.addEventListener('keydown', event => {
  const { key, target, timeStamp: at } = event
  if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return
  if (key === 'Escape' && isTypedInto(target)) return target.blur()
  if (key === 'Escape' && !document.querySelector(':popover-open')) return press(key)
  if (key.length > 1 || isTypedInto(target) || isOff()) return
  const isSecond = at - before.at < 1_500 && press(`${before.key} ${key}`)
  const isDone = isSecond || (inList[key]?.() ?? press(key))
  before = { key, at }
  if (isDone) event.preventDefault()
})

const ticked = rows.filter(row => row.checked)
if (ticked.length === 1) ticked[0].focus()
// For the eye alone: the field says its key itself.
const hint = document.querySelector('.find kbd')
if (hint) Object.assign(hint, { hidden: isOff(), ariaHidden: 'true' })

const setting = document.querySelector('[data-single-keys]')
if (setting) {
  setting.checked = !isOff()
  setting.closest('label').hidden = false
  setting.addEventListener('change', () => {
    if (setting.checked) localStorage.removeItem(storage)
    else localStorage.setItem(storage, 'off')
    if (hint) hint.hidden = isOff()
  })
}
