import { LogLevel, WebClient } from '@slack/web-api';

/** Longer than Slack ever takes to answer; shorter than a delivery's lease. In milliseconds. */
const CALL_TIMEOUT = 10_000;

/** A client that never retries by itself: the job that calls decides when to ask again. */
export function createSlackClient(
  token: string,
  apiUrl: string,
  timeoutMs: number = CALL_TIMEOUT,
): WebClient {
  return new WebClient(token, {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: timeoutMs,
    maxRequestConcurrency: 50,
    logLevel: LogLevel.ERROR,
    allowAbsoluteUrls: false,
  });
}
