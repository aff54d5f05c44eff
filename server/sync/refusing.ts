import { REFUSALS, type Refusal } from '../../shared/model/refusal.ts'

/** Thrown inside the gate and caught by it: an update is refused as a whole, from however deep. */
export class Refusing extends Error {
  readonly code: Refusal

  constructor(code: Refusal) {
    super(code)
    this.code = code
  }
}

/** Made once: to note where an error arises costs more than to judge an update, and is for bugs. */
const refusings = new Map(REFUSALS.map((code) => [code, new Refusing(code)]))

export function refuse(code: Refusal): never {
  throw refusings.get(code) ?? new Refusing(code)
}
