import { execFile, execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { fontFile, fontPath } from '../../server/export/fonts.ts'

// LibreOffice and poppler, for what becomes of a Word file at someone's desk. Neither is needed to build or to run.

const run = promisify(execFile)
const YES = { type: 'boolean', value: 'true' }

/** The program that SOFFICE_PATH names, else the one on the PATH; null when there is none. */
export function findLibreOffice(): string | null {
  const given = process.env['SOFFICE_PATH']
  if (given && !existsSync(given)) throw new Error(`SOFFICE_PATH names ${given}, and there is no such file`)
  return given ?? onPath('soffice') ?? onPath('libreoffice')
}

/** Whether pdftotext and pdftoppm are on the PATH. */
export const hasPoppler = (): boolean => ['pdftotext', 'pdftoppm'].every((name) => onPath(name) !== null)

function onPath(name: string): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file)) ?? null
}

/**
 * Word files as LibreOffice makes PDFs of them, tagged and with bookmarks, in the same order. It gets a profile of its own, and
 * beside the machine's fonts those of the product: what those have is no empty box for want of a font.
 */
export async function pdfsOf(soffice: string, files: readonly Uint8Array[]): Promise<Buffer[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bijeen-office-'))
  try {
    files.forEach((file, n) => writeFileSync(join(folder, `${n}.docx`), file))
    await run(
      soffice,
      [
        `-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`,
        '--headless',
        '--norestore',
        '--convert-to',
        `pdf:writer_pdf_Export:${JSON.stringify({ UseTaggedPDF: YES, ExportBookmarks: YES })}`,
        '--outdir',
        folder,
        ...files.map((_, n) => join(folder, `${n}.docx`)),
      ],
      { timeout: 150_000, env: { ...process.env, FONTCONFIG_FILE: fontsOfProduct(folder) } },
    )
    return files.map((_, n) => readFileSync(join(folder, `${n}.pdf`)))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function fontsOfProduct(folder: string): string {
  const own = join(folder, 'fonts')
  mkdirSync(own)
  // Packed for browsers, it is read by nothing else.
  writeFileSync(join(own, 'last.ttf'), fontFile('last'))
  const folders = [own, dirname(fontPath('wide')), dirname(fontPath('emoji'))]
  const file = join(folder, 'fonts.conf')
  writeFileSync(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>${folders.map((one) => `<dir>${one}</dir>`).join('')}
<cachedir>${join(folder, 'cache')}</cachedir></fontconfig>`,
  )
  return file
}

/** The text of each page of a PDF, as poppler reads it. */
export function pagesOf(pdf: Uint8Array): string[] {
  const text = execFileSync('pdftotext', ['-layout', '-enc', 'UTF-8', '-', '-'], { input: pdf }).toString()
  return text.split('\f').slice(0, -1)
}

/** Each page of a PDF as PNG, at so many dots to the inch. */
export function picturesOf(pdf: Uint8Array, dpi: number): Buffer[] {
  const folder = mkdtempSync(join(tmpdir(), 'bijeen-pages-'))
  try {
    execFileSync('pdftoppm', ['-png', '-r', String(dpi), '-', join(folder, 'page')], { input: pdf })
    const count = pagesOf(pdf).length
    const digits = String(count).length
    return Array.from({ length: count }, (_, n) =>
      readFileSync(join(folder, `page-${String(n + 1).padStart(digits, '0')}.png`)),
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
