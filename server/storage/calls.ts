import { CannotOpen, StorageFailed } from './failures.ts'
import type { Storage } from './storage.ts'

// The calls of a storage as plain data, so that they can be made from another thread.

type Method = keyof Storage

export interface Call {
  readonly id: number
  readonly method: Method
  readonly args: readonly unknown[]
}

export type Answer =
  { readonly id: number; readonly value: unknown } | { readonly id: number; readonly failure: Failure }

/** An error as it travels: what the system copies of one is its message alone. */
export interface Failure {
  readonly kind: 'CannotOpen' | 'StorageFailed' | 'Error'
  readonly message: string
  readonly stack: string | undefined
  readonly code: string | undefined
}

/** A storage of which each method goes through `call`. */
export const storageThrough = (
  methods: readonly string[],
  call: (method: Method, args: readonly unknown[]) => Promise<unknown>,
): Storage =>
  Object.fromEntries(
    methods.map((method) => [method, (...args: unknown[]) => call(method as Method, args)]),
  ) as unknown as Storage

export const callOn = (storage: Storage, method: Method, args: readonly unknown[]): Promise<unknown> =>
  (storage[method] as (...args: readonly unknown[]) => Promise<unknown>)(...args)

/** The same data to be copied for another thread: of bytes that are part of a larger buffer, those alone. */
export function packed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Uint8Array) return value.byteLength === value.buffer.byteLength ? value : new Uint8Array(value)
  if (Array.isArray(value)) return value.map(packed)
  if (value instanceof Map) return new Map([...value].map(([key, one]) => [key, packed(one)]))
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, packed(one)]))
}

export function failureOf(error: unknown): Failure {
  const { message, stack, code }: Error & { code?: unknown } = error instanceof Error ? error : new Error(String(error))
  const kind = error instanceof CannotOpen ? 'CannotOpen' : error instanceof StorageFailed ? 'StorageFailed' : 'Error'
  return { kind, message, stack, code: typeof code === 'string' ? code : undefined }
}

const CLASSES = { CannotOpen, StorageFailed, Error }

export function errorOf({ kind, message, stack, code }: Failure): Error {
  const error = new CLASSES[kind](message)
  return Object.assign(error, stack !== undefined && { stack }, code !== undefined && { code })
}
