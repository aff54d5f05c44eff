import type { Refusal } from '../../shared/model/refusal.ts'

/** Thrown inside the gate and caught by it: an update is refused as a whole, from however deep. */
export class Refusing extends Error {
  readonly code: Refusal

  constructor(code: Refusal) {
    super(code)
    this.code = code
  }
}

export function refuse(code: Refusal): never {
  throw new Refusing(code)
}
