// The drafts of this account on this device: the settings lead to each, or forget all; of a note that is gone they are
// offered for a new one.
const prefix = `notejam-draft:${document.documentElement.dataset.viewer}:`
const keys = () => Object.keys(localStorage).filter(key => key.startsWith(prefix))
const panel = document.querySelector('[data-drafts]')
const gone = document.querySelector('[data-gone]')

if (panel) {
  const forget = panel.querySelector('button')
  const list = panel.querySelector('ul')
  const show = () => list.replaceChildren(...keys().map(key => {
    const [note] = key.slice(prefix.length).split(':')
    const { name, text, now } = JSON.parse(localStorage.getItem(key))
    const [line, link] = [document.createElement('li'), document.createElement('a')]
    link.href = note === 'new' ? '/notes/create/' : `/notes/${note}/edit/`
    link.textContent = name.trim() || text.trim().slice(0, 60)
    const time = Object.assign(document.createElement('span'), { className: 'hint' })
    time.textContent = new Date(now).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' })
    line.append(link, ' ', time)
    return line
  }))
  forget.addEventListener('click', () => {
    keys().forEach(key => localStorage.removeItem(key))
    show()
    panel.querySelector('[role=status]').textContent = 'Drafts forgotten.'
  })
  forget.hidden = false
  show()
}

if (gone) {
  const [, note] = location.pathname.match(/^\/notes\/([0-9a-f-]{36})\//) ?? []
  const left = note ? keys().filter(key => key.startsWith(prefix + note)) : []
  for (const key of left) {
    localStorage.setItem(key.replace(note, 'new'), localStorage.getItem(key))
    localStorage.removeItem(key)
  }
  gone.hidden = left.length === 0
}
