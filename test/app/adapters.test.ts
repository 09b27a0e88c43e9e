import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listen, type Listening } from '../../demo/listen.ts';
import { createAdapters } from '../../src/app/adapters.ts';
import { loadConfig } from '../../src/config/load.ts';
import { createLogAdapter } from '../../src/delivery/log/send.ts';
import { createMemoryStore } from '../../src/store/memory/store.ts';
import { attempts, openLimiter } from '../delivery/support/attempts.ts';
import { NOON, sampleView } from '../delivery/support/views.ts';

let slack: Listening;
let posted: string;

beforeAll(async () => {
  slack = await listen(
    createServer((request, response) => {
      posted = '';
      request.on('data', (part: Buffer) => (posted += part.toString()));
      request.once('end', () => {
        response.end(JSON.stringify({ ok: true, channel: 'C0INCIDENTS', ts: '1.000001' }));
      });
    }),
  );
});
afterAll(() => slack.stop());

/** What a message in Slack can be asked to do, where the config says this of Slack. */
async function offered(settings: string, hasButtons?: boolean): Promise<readonly string[]> {
  const text = `
slack: { bot_token: xoxb-1, api_url: "http://127.0.0.1:${slack.port}/api/", ${settings} }
route: { receiver: ops }
receivers: [ { name: ops, slack: [ { channel: "#incidents" } ] } ]`;
  const { config, policy, problems } = loadConfig({ text, env: {} });
  if (config === undefined) throw new Error(JSON.stringify(problems));
  const { channelIds, keptDeployments, pagerDutyIncidents, knownDuties } = createMemoryStore(
    Date.now,
  );
  const adapters = createAdapters({
    config,
    policy,
    limiter: openLimiter(),
    channelIds,
    deployments: keptDeployments,
    pagerDutyIncidents,
    knownDuties,
    now: Date.now,
    onUnknown: () => {},
    onTrouble: () => {},
    unset: createLogAdapter(() => {}),
    ...(hasButtons !== undefined && { hasButtons }),
  });
  for (const adapter of adapters.of.values())
    await adapter.deliver(sampleView(), attempts().at(NOON));
  adapters.close();
  const blocks = new URLSearchParams(posted).get('blocks') ?? '';
  expect(blocks).toContain('High error rate');
  return [...blocks.matchAll(/"action_id":"([^"]*)"/gu)].map(([, id = '']) => id);
}

describe('a message has buttons', () => {
  test('where presses are heard', async () => {
    expect(await offered('app_token: xapp-1')).toContain('alert:acknowledge');
    expect(await offered('mode: http, signing_secret: s3cret')).toContain('alert:acknowledge');
  });

  test.each(['app_token: ""', 'signing_secret: s3cret', 'mode: http, app_token: xapp-1'])(
    'and none where nobody would hear them: %s',
    async (settings) => {
      expect(await offered(settings)).toEqual([]);
    },
  );

  test('and none where it is only tried out', async () => {
    expect(await offered('app_token: xapp-1', false)).toEqual([]);
  });
});
