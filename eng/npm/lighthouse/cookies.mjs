// cookies.mjs PORT JAR: gives the browser at a debugging port the cookies that curl has kept; a header of its own would
// not do.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const [port, jar] = process.argv.slice(2)
const puppeteer = createRequire(`${process.cwd()}/`)('puppeteer-core')
const browser = await puppeteer.connect({ browserURL: `http://127.0.0.1:${port}` })
const lines = readFileSync(jar, 'utf8').split('\n').map(line => line.replace('#HttpOnly_', '').split('\t'))
const cookies = lines.filter(line => line.length === 7)
  .map(([domain, , path, , , name, value]) => ({ name, value, domain, path }))
await browser.setCookie(...cookies)
await browser.disconnect()
