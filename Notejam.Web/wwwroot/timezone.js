// Tells the server the viewer's time zone, so that "Today at 10:51" is theirs. Without this the configured zone counts.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
const name = 'notejam-zone'

if (zone && !document.cookie.split('; ').includes(`${name}=${zone}`)) {
  const secure = location.protocol === 'https:' ? '; Secure' : ''
  document.cookie = `${name}=${zone}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`
}
