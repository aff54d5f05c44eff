import './styles/tokens.css'
import './styles/components.css'
import { mount } from 'svelte'
import App from './App.svelte'
import { keepPage } from './net/offline-page.ts'
import { startWords } from './ui/words.svelte.ts'

await startWords()
const target = document.getElementById('app')
if (target) mount(App, { target })

// Without it the board works all the same, only not after a reload in a cellar.
keepPage().catch(() => undefined)
