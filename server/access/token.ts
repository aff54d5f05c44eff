import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** 256 random bits as base64url: 43 characters, none of them a dot. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** What is stored of a token. Without salt: there is nothing to guess in 256 random bits. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('base64url')

const TOKEN = /^[A-Za-z0-9_-]{43}$/

export const isToken = (value: string): boolean => TOKEN.test(value)

/** Compares secrets in a time that tells nothing about where they differ. */
export const sameSecret = (a: string, b: string): boolean =>
  timingSafeEqual(Buffer.from(hashToken(a)), Buffer.from(hashToken(b)))
