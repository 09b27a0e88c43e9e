/** A token bucket: `burst` calls at once, then `perMinute` a minute. */
export interface Rate {
  readonly perMinute: number;
  readonly burst: number;
}

export interface RateLimits {
  /** `chat.postMessage`, each channel by itself. */
  readonly posts?: Rate;
  /** Other methods, each by itself for the whole workspace. */
  readonly methods?: Readonly<Record<string, Rate>>;
}

/**
 * Slack's limits: about one message a second a channel with short bursts above it, tiers for
 * everything else (tier 2: 20 a minute, tier 3: 50).
 * Source: https://docs.slack.dev/apis/web-api/rate-limits
 */
export const SLACK_RATE_LIMITS: RateLimits = {
  posts: { perMinute: 60, burst: 3 },
  methods: {
    'chat.update': { perMinute: 50, burst: 50 },
    'chat.delete': { perMinute: 50, burst: 50 },
    'conversations.history': { perMinute: 50, burst: 50 },
    'conversations.replies': { perMinute: 50, burst: 50 },
    'conversations.info': { perMinute: 50, burst: 50 },
    'conversations.list': { perMinute: 20, burst: 20 },
  },
};

/**
 * @param now milliseconds.
 * @returns a function that takes one call's share, and says in how many whole seconds to come back
 * when there is none left.
 */
export function createRateLimiter(
  limits: RateLimits,
  now: () => number,
): (method: string, channel: string | undefined) => number | undefined {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (method, channel) => {
    const posting = method === 'chat.postMessage';
    const rate = posting ? limits.posts : limits.methods?.[method];
    if (rate === undefined) return undefined;
    const key = posting ? `${method} ${channel}` : method;
    const at = now();
    const before = buckets.get(key) ?? { tokens: rate.burst, at };
    const grown = before.tokens + ((at - before.at) / 60_000) * rate.perMinute;
    const tokens = Math.min(rate.burst, grown);
    if (tokens >= 1) {
      buckets.set(key, { tokens: tokens - 1, at });
      return undefined;
    }
    buckets.set(key, { tokens, at });
    return Math.ceil(((1 - tokens) * 60) / rate.perMinute);
  };
}
