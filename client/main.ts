import './styles/tokens.css'
import './styles/components.css'
import { mount } from 'svelte'
import App from './App.svelte'
import { startWords } from './ui/words.svelte.ts'

await startWords()
const target = document.getElementById('app')
if (target) mount(App, { target })
