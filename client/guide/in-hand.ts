// What the pen of a facilitator has beside that of others, loaded as one: others never load it.
export * as chime from './chime.ts'
export { Behalf } from './behalf.svelte.ts'
export { default as BehalfChoice } from './Behalf.svelte'
export { default as LeadBar } from './LeadBar.svelte'
