// `npm start`: builds when there is no build or a source is newer, then starts the server in this process.
// --build-only builds and ends; --demo is passed on.
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const SOURCES = ['client', 'server', 'shared', 'vite.config.ts', 'vite.chunks.ts', 'vite.words.ts', 'package.json']
const BUILT = ['dist/client/index.html', 'dist/server/main.js', 'dist/server/storage-worker.js']

/** When a file was last changed, or the newest in a directory. @param {string} path */
function changedAt(path) {
  const stat = statSync(path)
  // The time of a directory itself tells of a file that was taken away.
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => changedAt(join(path, name))))
}

function isBuilt() {
  // In an image the sources may be left out: then what is built is what there is.
  const sources = SOURCES.map((path) => join(root, path)).filter((path) => statSync(path, { throwIfNoEntry: false }))
  const built = BUILT.map((path) => statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0)
  return Math.min(...built) >= Math.max(...sources.map(changedAt))
}

async function build() {
  console.log('Building Bijeen (some ten seconds, only when something changed)…')
  const { build: viteBuild } = await import('vite')
  const configFile = join(root, 'vite.config.ts')
  await viteBuild({ configFile, logLevel: 'warn' })
  await viteBuild({ configFile, logLevel: 'warn', build: { ssr: true } })
}

if (!isBuilt()) {
  try {
    await build()
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND'
    console.error(isMissing ? 'Bijeen cannot be built: run npm ci first.' : `Bijeen cannot be built: ${error}`)
    process.exit(1)
  }
}

if (!process.argv.includes('--build-only')) await import(new URL('../dist/server/main.js', import.meta.url).href)
