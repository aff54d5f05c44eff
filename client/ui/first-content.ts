/** What the server put in the page to read meanwhile goes: the screen itself is there. */
export const firstContentGoes = (): void => document.getElementById('first')?.remove()
