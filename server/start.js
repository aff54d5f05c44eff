// `npm start`: builds when there is no build or a source is newer, then starts the server in this process.
// --build-only builds and ends; --demo is passed on. `backup` and `restore` run those programs instead.
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const SOURCES = ['client', 'server', 'shared', 'vite.config.ts', 'vite.chunks.ts', 'vite.words.ts', 'package.json']
const SERVER = ['main', 'storage-worker', 'backup', 'backup-copy', 'restore'].map((name) => `dist/server/${name}.js`)
const BUILT = ['dist/client/index.html', ...SERVER]

/** When a file was last changed, or the newest in a directory. @param {string} path */
function changedAt(path) {
  const stat = statSync(path)
  // The time of a directory itself tells of a file that was taken away.
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => changedAt(join(path, name))))
}

function isBuilt() {
  const built = BUILT.map((path) => statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0)
  // In an image the sources are left out: then what is built is what there is.
  const sources = existsSync(join(root, 'vite.config.ts')) ? SOURCES : []
  return Math.min(...built) > Math.max(0, ...sources.map((path) => changedAt(join(root, path))))
}

async function build() {
  console.log('Building Bijeen (some ten seconds, only when something changed)…')
  const { build: viteBuild } = await import('vite')
  const configFile = join(root, 'vite.config.ts')
  await viteBuild({ configFile, logLevel: 'warn' })
  await viteBuild({ configFile, logLevel: 'warn', build: { ssr: true } })
}

/** As it was built: building anew would take the page away from under a server that runs. @param {string} name */
async function runProgram(name) {
  const program = join(root, `dist/server/${name}.js`)
  if (!existsSync(program)) {
    console.error('Bijeen is not built yet: run npm run build first.')
    process.exit(1)
  }
  process.argv.splice(2, 1)
  await import(pathToFileURL(program).href)
}

async function start() {
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
}

const [, , program = ''] = process.argv
await (['backup', 'restore'].includes(program) ? runProgram(program) : start())
