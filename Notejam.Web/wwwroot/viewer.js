// A page that the browser brings back may be somebody's who has signed out since: then it is asked for anew.
// The page carries the mark of its reader; a cookie carries that of whoever signed in last, until they sign out.
const { viewer } = document.documentElement.dataset

addEventListener('pageshow', event => {
  const [load] = performance.getEntriesByType('navigation')
  const isBack = event.persisted || load?.type === 'back_forward'
  if (!viewer || !isBack || document.cookie.split('; ').includes(viewer)) return
  document.body.replaceChildren()
  location.reload()
})
