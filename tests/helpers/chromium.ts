import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'

/** Where a Chromium lies, and the libraries it brings when the machine has not got them. */
export interface Chromium {
  readonly path: string
  readonly libraries: string | null
}

/** A headless Chromium that looks nothing up and calls nobody. */
export function launchChromium({ path, libraries }: Chromium, more: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: path,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      ...more,
    ],
    ...(libraries && { env: { ...process.env, LD_LIBRARY_PATH: libraries } }),
  })
}

/**
 * CHROMIUM_PATH, else the Chromium inside the npm package (linux-x64, unpacked once: two at a time would trip over each
 * other), else one on the PATH.
 */
export async function findChromium(): Promise<Chromium> {
  const given = process.env['CHROMIUM_PATH']
  if (given) {
    if (existsSync(given)) return { path: given, libraries: null }
    throw new Error(`CHROMIUM_PATH names ${given}, and there is no such file`)
  }
  const packed = await unpackChromium().catch(() => null)
  if (packed) return packed
  const onPath = findOnPath(['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'])
  if (onPath) return { path: onPath, libraries: null }
  throw new Error('No browser for the tests: set CHROMIUM_PATH to a Chromium or Chrome, or put one on the PATH')
}

async function unpackChromium(): Promise<Chromium | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null
  const { default: packed } = await import('@sparticuz/chromium')
  const path = await packed.executablePath()
  if (runs(path, null)) return { path, libraries: null }
  // A machine without a desktop lacks NSS and the like; the package brings them, for the place it was made for.
  const { inflate } = (await import(join(packageFolder(), 'build/esm/lambdafs.js'))) as {
    inflate: (file: string) => Promise<string>
  }
  const libraries = join(await inflate(join(packageFolder(), 'bin/al2023.tar.br')), 'lib')
  return runs(path, libraries) ? { path, libraries } : null
}

const packageFolder = (): string => join(import.meta.dirname, '../../node_modules/@sparticuz/chromium')

function runs(path: string, libraries: string | null): boolean {
  try {
    execFileSync(path, ['--version', '--no-sandbox', '--headless=shell'], {
      env: { ...process.env, ...(libraries && { LD_LIBRARY_PATH: libraries }) },
      stdio: 'pipe',
      timeout: 30_000,
    })
    return true
  } catch {
    return false
  }
}

function findOnPath(names: readonly string[]): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  for (const name of names) for (const folder of folders) if (existsSync(join(folder, name))) return join(folder, name)
  return null
}
