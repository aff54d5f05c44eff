import { join } from 'node:path'
import { build } from 'vite'

const ROOT = join(import.meta.dirname, '../../..')
const BUILT = join(ROOT, 'dist/bench')

/** The programs that run beside a server, built as the product is: what is measured of the gate is what is shipped. */
export interface Programs {
  readonly load: string
  readonly gate: string
}

export async function buildPrograms(): Promise<Programs> {
  const sources = { load: 'load/main.ts', gate: 'gate/main.ts' }
  await build({
    root: ROOT,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    build: {
      ssr: true,
      outDir: BUILT,
      emptyOutDir: true,
      target: 'node20',
      rolldownOptions: {
        input: Object.fromEntries(
          Object.entries(sources).map(([name, path]) => [name, join(import.meta.dirname, path)]),
        ),
      },
    },
  })
  return { load: join(BUILT, 'load.js'), gate: join(BUILT, 'gate.js') }
}
