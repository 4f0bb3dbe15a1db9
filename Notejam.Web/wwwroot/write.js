// Writing Markdown: Enter goes on with a list, Tab moves its item in or out, an address pasted over words makes a link.
// All of it is typed, as by a person, so that Undo takes it back.
const text = document.querySelector('form.write textarea[name=text]')
const count = document.querySelector('[data-words]')
const item = /^((?:[ \t]|>)*)([-*+]|\d{1,9}[.)])( +)(\[[ xX]\] +)?/

const type = (start, end, words) => {
  text.setSelectionRange(start, end)
  document.execCommand(words ? 'insertText' : 'delete', false, words)
}

const lineAt = at => {
  const start = text.value.lastIndexOf('\n', at - 1) + 1
  const end = text.value.indexOf('\n', at)
  return { start, end: end < 0 ? text.value.length : end, words: text.value.slice(start, end < 0 ? undefined : end) }
}

// The item before decides how far one can be moved in: beyond that Tab leaves the text, as it does everywhere else.
const itemsBefore = function* (at) {
  for (let { start } = lineAt(at); start > 0;) {
    const line = lineAt(start - 1)
    start = line.start
    const [, indent, marker, space] = item.exec(line.words) ?? []
    if (marker) yield { indent: indent.length, content: (indent + marker + space).length }
    else if (!/^\s/.test(line.words)) return
  }
}

const goOn = event => {
  const line = lineAt(text.selectionStart)
  const [all, indent, marker, space, task] = item.exec(line.words) ?? []
  if (!all || text.selectionStart < line.start + all.length) return
  event.preventDefault()
  // Enter in an item without words ends the list.
  if (line.words.trimEnd() === all.trimEnd()) return type(line.start, line.end, '')
  const next = marker.replace(/\d+/, number => Number(number) + 1)
  type(text.selectionStart, text.selectionEnd, `\n${indent}${next}${space}${task ? '[ ] ' : ''}`)
}

const move = event => {
  const line = lineAt(text.selectionStart)
  const indent = item.exec(line.words)?.[1]
  if (indent === undefined || indent.includes('>') || text.selectionEnd > line.end) return
  const now = indent.length
  const before = [...itemsBefore(line.start)]
  const to = event.shiftKey ? Math.max(0, ...before.map(i => i.indent).filter(i => i < now)) : before[0]?.content ?? 0
  if (event.shiftKey ? now === 0 : to <= now) return
  event.preventDefault()
  const caret = text.selectionStart + to - now
  type(line.start, line.start + now, ' '.repeat(to))
  text.setSelectionRange(caret, caret)
}

const tell = () => {
  const words = text.value.match(/\S+/g)?.length ?? 0
  const say = (number, one) => `${number.toLocaleString('en')} ${one}${number === 1 ? '' : 's'}`
  count.textContent = `${say(words, 'word')}, ${say([...text.value].length, 'character')}.`
}

if (text) {
  text.addEventListener('keydown', event => {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return
    if (event.key === 'Enter' && !event.shiftKey) goOn(event)
    if (event.key === 'Tab') move(event)
  })
  text.addEventListener('paste', event => {
    const address = event.clipboardData.getData('text/plain').trim()
    const words = text.value.slice(text.selectionStart, text.selectionEnd)
    if (!/^https?:\/\/\S+$/.test(address) || !words.trim() || /\n|^https?:/.test(words)) return
    event.preventDefault()
    type(text.selectionStart, text.selectionEnd, `[${words}](${address})`)
  })
  let waiting
  text.addEventListener('input', () => {
    clearTimeout(waiting)
    // Not for each key: to count a long text takes a moment.
    waiting = setTimeout(tell, 300)
  })
}
