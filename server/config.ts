import { join, resolve } from 'node:path'

/** A setting is wrong; the message names it and says what is allowed. */
export class WrongSetting extends Error {}

export type LogLevel = (typeof LOG_LEVELS)[number]
const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const

/** All settings, read once at the start. */
export interface Config {
  /** The address to listen on; all interfaces by default, so that phones on the same Wi-Fi reach it. */
  readonly host: string
  /** 0 lets the system choose. */
  readonly port: number
  readonly dataDir: string
  /** The address people use when it is not the one that was asked: behind a proxy. Without a slash at the end. */
  readonly publicUrl: string | null
  /** Proxies in front whose word about the caller's address is taken; 0 takes nobody's. */
  readonly trustProxy: number
  /** Who starts a network must show it, when it is set. */
  readonly createKey: string | null
  /** Who asks for the metrics from elsewhere than this machine must show it; without one nobody else may. */
  readonly metricsKey: string | null
  /** A quiet board is folded into a snapshot this long after its last change. */
  readonly foldAfterMs: number
  readonly logLevel: LogLevel
  /** The page from its sources, with hot replacement. */
  readonly dev: boolean
  /** Shows a network in the middle of a session. It lies in a database of its own, made anew each time. */
  readonly demo: boolean
}

/** The database of these settings. */
export const databaseFile = ({ dataDir, demo }: Config): string =>
  join(resolve(dataDir), demo ? 'demo.db' : 'bijeen.db')

type Environment = Readonly<Record<string, string | undefined>>

/** @throws WrongSetting naming the variable and what is allowed. */
export function readConfig(env: Environment, args: readonly string[]): Config {
  const unknown = args.find((arg) => arg !== '--dev' && arg !== '--demo')
  if (unknown) throw new WrongSetting(`Unknown option ${unknown}. Allowed are --dev and --demo.`)
  for (const name of ['DATABASE_URL', 'REDIS_URL'])
    if (valueOf(env, name))
      throw new WrongSetting(`${name} is set, but this version keeps all in SQLite under DATA_DIR. Unset ${name}.`)
  const demo = args.includes('--demo')
  return {
    host: valueOf(env, 'HOST') ?? '::',
    port: numberFrom(env, 'PORT', 8080, 0, 65_535),
    dataDir: valueOf(env, 'DATA_DIR') ?? 'data',
    publicUrl: publicUrlFrom(env),
    trustProxy: trustProxyFrom(env),
    createKey: valueOf(env, 'CREATE_KEY'),
    metricsKey: valueOf(env, 'METRICS_KEY'),
    foldAfterMs: numberFrom(env, 'FOLD_AFTER_MS', 30_000, 10, 86_400_000),
    logLevel: oneOf(env, 'LOG_LEVEL', LOG_LEVELS, 'info'),
    dev: args.includes('--dev'),
    demo,
  }
}

const valueOf = (env: Environment, name: string): string | null => env[name]?.trim() || null

function numberFrom(env: Environment, name: string, otherwise: number, least: number, most: number): number {
  const value = valueOf(env, name)
  if (value === null) return otherwise
  const number = Number(value)
  if (/^\d+$/.test(value) && number >= least && number <= most) return number
  throw new WrongSetting(`${name} is "${value}", but must be a whole number from ${least} to ${most}.`)
}

function oneOf<T extends string>(env: Environment, name: string, allowed: readonly T[], otherwise: T): T {
  const value = valueOf(env, name)
  if (value === null) return otherwise
  const found = allowed.find((one) => one === value)
  if (found) return found
  throw new WrongSetting(`${name} is "${value}", but must be one of ${allowed.join(', ')}.`)
}

function publicUrlFrom(env: Environment): string | null {
  const value = valueOf(env, 'PUBLIC_URL')
  if (value === null) return null
  const url = URL.canParse(value) ? new URL(value) : null
  if (url && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash) return url.origin
  throw new WrongSetting(
    `PUBLIC_URL is "${value}", but must be an address such as https://bijeen.example.org, without a path.`,
  )
}

function trustProxyFrom(env: Environment): number {
  const value = valueOf(env, 'TRUST_PROXY')
  if (value === 'true') return 1
  if (value === null || value === 'false') return 0
  if (/^\d$/.test(value)) return Number(value)
  throw new WrongSetting(
    `TRUST_PROXY is "${value}", but must be true, false, or how many proxies stand in front (0 to 9).`,
  )
}
