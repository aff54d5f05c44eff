import type { TestProject } from 'vitest/node'
import { findChromium, type Chromium } from './chromium.ts'

declare module 'vitest' {
  interface ProvidedContext {
    chromium: Chromium
  }
}

/** Finds a browser once, before any test. */
export default async function setup(project: TestProject): Promise<void> {
  project.provide('chromium', await findChromium())
}
