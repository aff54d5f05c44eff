import './styles/tokens.css'
import './styles/components.css'
import { mount } from 'svelte'
import App from './App.svelte'
import { forgetErased } from './net/device.ts'
import { keepPage } from './net/offline-page.ts'
import { beginScreen } from './screens.ts'
import { startWords } from './ui/words.svelte.ts'

// No `await` of the whole file: every other part of the page imports the one it ends up in, and would wait with it.
async function start(): Promise<void> {
  beginScreen()
  await startWords()
  const target = document.getElementById('app')
  if (target) mount(App, { target })
}

void start()

// Without it the board works all the same, only not after a reload in a cellar.
keepPage().catch(() => undefined)
void forgetErased()
