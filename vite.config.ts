import { fileURLToPath } from 'node:url'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'
import { firstChunks } from './vite.chunks.ts'
import { compiledWords } from './vite.words.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

// `vite build` makes the page, `vite build --ssr` the programs of the server beside it. Libraries of the server stay in
// node_modules.

const PROGRAMS = [
  'main.ts',
  'storage/storage-worker.ts',
  'export/export-worker.ts',
  'import/read-worker.ts',
  'backup.ts',
  'storage/backup-copy.ts',
  'restore.ts',
]

/** Browsers of 2021: phones at a venue are not all new. lightningcss writes versions as major << 16. */
const BROWSERS = ['chrome92', 'edge92', 'firefox90', 'safari15.4']
const CSS_TARGETS = {
  chrome: 92 << 16,
  edge: 92 << 16,
  firefox: 90 << 16,
  safari: (15 << 16) | (4 << 8),
  ios_saf: (15 << 16) | (4 << 8),
}

/** Files of Svelte that only declare, which its package does not say: what nobody imports of them is left out. */
const DECLARES_ONLY = /\/svelte\/src\/(reactivity\/|internal\/client\/dom\/elements\/custom-element)/

export default defineConfig(({ isSsrBuild }) =>
  isSsrBuild
    ? {
        root: here('.'),
        publicDir: false,
        build: {
          outDir: here('dist/server'),
          emptyOutDir: true,
          target: 'node20',
          sourcemap: true,
          rolldownOptions: {
            input: PROGRAMS.map((program) => here(`server/${program}`)),
            // All in one folder: a program finds the others beside itself.
            output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
          },
        },
      }
    : {
        root: here('client'),
        plugins: [compiledWords(), svelte()],
        css: { transformer: 'lightningcss', lightningcss: { targets: CSS_TARGETS } },
        build: {
          outDir: here('dist/client'),
          emptyOutDir: true,
          target: BROWSERS,
          cssMinify: 'lightningcss',
          rolldownOptions: {
            treeshake: { moduleSideEffects: [{ test: DECLARES_ONLY, sideEffects: false }] },
            output: { codeSplitting: firstChunks() },
          },
        },
        // The shared rules lie beside the page's own directory.
        server: { fs: { allow: [here('.')] } },
      },
)
