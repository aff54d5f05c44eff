import { BurstyRateLimiter, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

/** True while the address may; false when it goes too fast. */
export type Rate = (address: string) => Promise<boolean>

export interface Rates {
  /** 60 attempts at once, then one a second: a whole group joins at the same moment from one address. */
  readonly join: Rate
  /** The same, for looking up a code that is not there. */
  readonly guess: Rate
  /** Whether the guesses of this address are used up. */
  readonly guessedTooMuch: (address: string) => Promise<boolean>
  /** A link to a record that opens nothing; apart from codes, so that a dead link in a mail keeps nobody from joining. */
  readonly guessLink: Rate
  readonly guessedLinksTooMuch: (address: string) => Promise<boolean>
  /** 30 networks an hour. */
  readonly network: Rate
  /** 60 questions a minute of one person, by their id: each reads all boards of a network. */
  readonly search: Rate
}

const JOIN_BURST = 60

export function memoryRates(): Rates {
  const burst = () =>
    new BurstyRateLimiter(
      new RateLimiterMemory({ keyPrefix: 'steady', points: 1, duration: 1 }),
      new RateLimiterMemory({ keyPrefix: 'burst', points: JOIN_BURST - 1, duration: 60 }),
    )
  const guessing = () => new RateLimiterMemory({ points: JOIN_BURST, duration: 60 })
  const usedUp = (limiter: RateLimiterMemory) => async (address: string) =>
    ((await limiter.get(address))?.remainingPoints ?? 1) <= 0
  const [codes, links] = [guessing(), guessing()]
  return {
    join: rate(burst()),
    guess: rate(codes),
    guessedTooMuch: usedUp(codes),
    guessLink: rate(links),
    guessedLinksTooMuch: usedUp(links),
    network: rate(new RateLimiterMemory({ points: 30, duration: 3_600 })),
    search: rate(new RateLimiterMemory({ points: 60, duration: 60 })),
  }
}

const rate =
  (limiter: Pick<RateLimiterMemory | BurstyRateLimiter, 'consume'>): Rate =>
  async (address) => {
    try {
      await limiter.consume(address)
      return true
    } catch (answer) {
      if (answer instanceof RateLimiterRes) return false
      throw answer
    }
  }
