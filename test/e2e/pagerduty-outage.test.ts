import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FaultKind } from '../../demo/faults.ts';
import type { App } from '../../src/app.ts';
import { startBot } from '../support/bot.ts';
import { untilQuiet } from '../support/quiet.ts';
import { pagesAbout, postsAbout, textOf } from '../support/seen.ts';
import { until } from '../support/wait.ts';
import { configFor, ROUTING_KEY, startWorld, TOKEN, type World } from '../support/world.ts';

/** How PagerDuty goes wrong, and for how many calls: a few times, or for as long as one of them takes. */
const OUTAGES = [
  { kind: 'error', times: 3 },
  { kind: 'garbage', times: 3 },
  { kind: 'rate-limited', times: 2 },
  { kind: 'hang', times: 2 },
] as const satisfies readonly { readonly kind: FaultKind; readonly times: number }[];

const PATIENCE = 120_000;

const ROUTES = `
route: { receiver: page, group_by: [alertname], group_wait: 0s, group_interval: 1s }
receivers:
  - { name: page, slack: [ { channel: "#incidents" } ], pagerduty: [ { routing_key: "${ROUTING_KEY}" } ] }
`;

let world: World;
let bot: App;

beforeAll(async () => {
  world = await startWorld(['incidents']);
  bot = await startBot({ config: configFor(world, ROUTES), sns: world.sns });
});
afterAll(async () => {
  await bot.stop();
  await world.stop();
});

async function post(name: string, status: 'firing' | 'resolved'): Promise<void> {
  const alert = { status, labels: { alertname: name, severity: 'critical' } };
  const answer = await fetch(`${bot.url}/v1/alerts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` },
    body: JSON.stringify({ alerts: [alert] }),
  });
  expect(answer.status).toBe(200);
}

/** The pages about an alert, as far as they are open or closed. */
const pages = (name: string) => pagesAbout(world, name).map(({ status }) => status);

test.each(OUTAGES)(
  'when PagerDuty is away ($kind), it is paged what is still so when it is back, and Slack waits for nothing',
  async ({ kind, times }) => {
    const [before, during, after] = [`before-${kind}`, `during-${kind}`, `after-${kind}`];
    await post(before, 'firing');
    await until('it is paged', () => pages(before).length === 1);
    await untilQuiet(world.redis, PATIENCE);

    world.pagerduty.faults.next({ kind, times });
    await post(during, 'firing');
    const met = () => world.pagerduty.calls.some(({ outcome }) => outcome === kind);
    await until('the outage has begun', met, PATIENCE);
    await post(during, 'resolved');
    await post(before, 'resolved');
    await post(after, 'firing');
    for (const [name, icon] of [
      [during, '🟢'],
      [before, '🟢'],
      [after, '🔴'],
    ] as const) {
      await until(`Slack shows ${name}`, async () => {
        const [message] = await postsAbout(world, name);
        return message !== undefined && textOf(message).includes(icon);
      });
    }
    await until('it is paged', () => pages(after).at(0) === 'triggered', PATIENCE);
    await until('what ended is closed', () => pages(before).at(0) === 'resolved', PATIENCE);
    await untilQuiet(world.redis, PATIENCE);
    expect(world.pagerduty.faults.pending()).toBe(0);
    // What began and ended meanwhile woke nobody up.
    expect([pages(during), pages(before), pages(after)]).toEqual([[], ['resolved'], ['triggered']]);
    await post(after, 'resolved');
    await until('it is over', () => pages(after).at(0) === 'resolved', PATIENCE);
  },
  2 * PATIENCE,
);
