import { pricingErrors, WATCHED } from './alarms.ts';
import type { LambdaFunction } from './aws/lambda-functions.ts';
import type { AwsActions } from './aws/start.ts';
import type { StoredMetric } from './cloudwatch/metric-store.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const NAME = 'pricing';
const GOOD = '41';
const BAD = '42';
/** The demo is told faster than things go wrong, and than they are well again: by so much. */
const BEFORE = 6 * MINUTE;
/** From the deployment to the alarm. */
const UNNOTICED = 7 * MINUTE;

/** A function whose newest version fails, for as long as its alias points at it. */
export interface Pricing {
  /** What SNS is told when the version is deployed that fails. */
  readonly deployment: () => string;
  /** Puts it in service. */
  readonly deploy: () => void;
  /** What CloudWatch has of it. */
  readonly metrics: readonly StoredMetric[];
  /** Lets a second pass in AWS. @returns the alarm's message, where the alarm has changed since. */
  readonly pass: () => string | undefined;
}

/**
 * Has the alarm tell of each change, whoever made it.
 *
 * @returns ends that
 */
export function watchPricing(
  { pass }: Pricing,
  tell: (message: string) => Promise<unknown>,
): () => Promise<void> {
  let telling: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    const news = pass();
    // A bot that is being stopped takes nothing any more.
    if (news !== undefined) telling = telling.then(() => tell(news)).catch(() => {});
  }, SECOND);
  return async () => {
    clearInterval(timer);
    await telling;
  };
}

export function putPricing({ functions }: AwsActions['lambda']): Pricing {
  const live = { version: GOOD, weights: {}, revision: 1 };
  const pricing: LambdaFunction = {
    memory: 512,
    revision: 1,
    update: 'Successful',
    versions: new Map([
      [GOOD, 'rounding as the law has it'],
      [BAD, 'prices by customer'],
    ]),
    aliases: new Map([['live', live]]),
    reserved: 50,
    provisioned: new Map(),
  };
  functions.set(NAME, pricing);
  let wasIll = false;
  /** Since when it is as it is, epoch milliseconds. */
  let changedAt = 0;
  let brokeAt = 0;
  const isIll = () => live.version === BAD;
  const failsAt = (at: number) =>
    at > brokeAt - BEFORE && at < (wasIll ? Infinity : changedAt - BEFORE + MINUTE);
  return {
    deployment: () =>
      JSON.stringify({
        deployments: [
          {
            name: NAME,
            version: BAD,
            status: 'succeeded',
            id: `${NAME}-${Date.now()}`,
            at: new Date(Date.now() - UNNOTICED).toISOString(),
            labels: { service: NAME, env: 'prod' },
            links: [{ title: 'build', url: 'https://ci.example.com/pricing/42' }],
          },
        ],
      }),
    deploy() {
      if (isIll()) return;
      live.version = BAD;
      live.revision += 1;
    },
    metrics: [
      { ...WATCHED.pricingErrors, value: (at) => (failsAt(at) ? 62 : 0) + ((at / MINUTE) % 2) },
      { ...WATCHED.pricingErrors, metric: 'Invocations', value: (at) => 500 + ((at / MINUTE) % 7) },
    ],
    pass() {
      pricing.update = 'Successful';
      if (isIll() === wasIll) return undefined;
      wasIll = isIll();
      changedAt = Date.now();
      if (wasIll) brokeAt = changedAt;
      const [state, value] = wasIll ? (['ALARM', 62] as const) : (['OK', 0] as const);
      return pricingErrors({ state, value, at: new Date(changedAt) });
    },
  };
}
