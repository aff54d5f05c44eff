import { parseCookie, stringifySetCookie } from 'cookie'
import { isToken } from './token.ts'

// One cookie holds the tokens this device knows, newest first, joined with a dot. No script reads it.

const NAME = 'bijeen'
const MOST_TOKENS = 20
/** Browsers keep a cookie 400 days at most: longer than any series lasts. */
const MAX_AGE_S = 400 * 24 * 60 * 60

export function tokensInCookie(header: string | undefined): string[] {
  const value = header ? (parseCookie(header)[NAME] ?? '') : ''
  return value.split('.').filter(isToken).slice(0, MOST_TOKENS)
}

/** The Set-Cookie header that leaves the device with these tokens; none left takes the cookie away. */
export function tokensCookie(tokens: readonly string[], secure: boolean): string {
  const kept = [...new Set(tokens)].slice(0, MOST_TOKENS)
  return stringifySetCookie({
    name: NAME,
    value: kept.join('.'),
    httpOnly: true,
    sameSite: 'lax',
    secure,
    path: '/',
    maxAge: kept.length > 0 ? MAX_AGE_S : 0,
  })
}
