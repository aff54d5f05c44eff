/** What one connection may take before it is hung up on: in ms, and in bytes. */
export const HTTP_LIMITS = {
  /** From the first byte, or from opening it, to the end of the headers: an upgrade is one, too. */
  headersTimeout: 10_000,
  /** To the end of the body: one of 1 MiB on a bad Wi-Fi. */
  requestTimeout: 60_000,
  /** Between two requests. */
  keepAliveTimeout: 5_000,
  /** How often is looked. */
  connectionsCheckingInterval: 2_000,
  /** A cookie with twenty tokens takes one of these sixteen. */
  maxHeaderSize: 16 * 1024,
}

export type HttpLimits = typeof HTTP_LIMITS

/** Long polling is silent for 25 s. */
export const SILENT_AT_MOST_MS = 120_000
