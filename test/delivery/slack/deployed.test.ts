import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { NearDeployment } from '../../../src/alert/deployment-places.ts';
import { createSlackClient } from '../../../src/delivery/slack/client.ts';
import { renderMessage } from '../../../src/delivery/slack/render.ts';
import { createSlackAdapter } from '../../../src/delivery/slack/send.ts';
import { renderLine } from '../../../src/delivery/slack/timeline.ts';
import { startSlackStandIn, type SlackStandIn } from '../../support/slack-stand-in.ts';
import { attempts, openLimiter } from '../support/attempts.ts';
import { expectAccepted, leftOf, mrkdwnOf, plainOf } from '../support/read-message.ts';
import { NOON, sampleView } from '../support/views.ts';

const MINUTE = 60_000;
/** When the sample group began. */
const BEGAN = NOON - 7 * MINUTE;

function deployment(more: Partial<NearDeployment> = {}): NearDeployment {
  return {
    id: 'd',
    summary: 'Deployment orders-api succeeded',
    outcome: 'succeeded',
    at: BEGAN - 6 * MINUTE,
    labels: { service: 'orders-api', version: 'v41' },
    links: [{ title: 'build', url: 'https://ci.example/812' }],
    near: 'service',
    ...more,
  };
}

const lineOf = (...deployments: readonly NearDeployment[]) =>
  mrkdwnOf(renderMessage(sampleView(), { deployments })).find((text) => text.includes('🚀'));

describe('the message of an alert', () => {
  test.each<[string, Partial<NearDeployment>, string]>([
    ['ended', {}, '🚀 orders-api v41 deployed 6 min before (succeeded) · '],
    ['failed', { outcome: 'failed' }, '🚀 orders-api v41 deployed 6 min before (failed) · '],
    ['runs', { outcome: 'running' }, '🚀 orders-api v41 deploying since  · '],
    [
      'ended afterwards',
      { at: BEGAN + MINUTE, beganAt: BEGAN - MINUTE },
      '🚀 orders-api v41 was being deployed since  (succeeded) · ',
    ],
    [
      'was of another service',
      { near: 'place', links: [] },
      '🚀 orders-api v41 deployed 6 min before (succeeded), in the same account and region',
    ],
  ])('says that a deployment %s', (_, more, words) => {
    expect(leftOf(lineOf(deployment(more)) ?? '')).toBe(words);
  });

  test('has its link, and tells of one only', () => {
    expect(lineOf(deployment(), deployment({ id: 'other' }))).toContain(
      '<https://ci.example/812|build (ci.example)>',
    );
  });

  test('says in its text what its blocks say', () => {
    const { text } = renderMessage(sampleView(), { deployments: [deployment()] });
    expect(text).toContain('🚀 orders-api v41 deployed 6 min before (succeeded)');
  });

  test('takes what was deployed for text', () => {
    const name = '<!channel> *v1* <https://evil.example|x>';
    const message = renderMessage(sampleView(), {
      deployments: [
        deployment({ labels: { service: name }, links: [{ title: name, url: 'javascript:x' }] }),
      ],
    });
    expectAccepted(message);
    expect(plainOf(message)).toContain(`🚀 ${name}`);
    expect(leftOf(message.text)).not.toMatch(/[<>]/u);
  });

  test('is over without it, and the thread keeps it, the oldest first', () => {
    const told = { at: NOON - MINUTE, firing: ['f'], resolved: [] };
    const view = sampleView({ alerts: [{ fingerprint: 'f', until: 0 }], delivery: { told } });
    const deployments = [deployment({ at: NOON - MINUTE, outcome: 'failed' }), deployment()];
    expect(JSON.stringify(renderMessage(view, { deployments }).blocks)).not.toContain('🚀');
    expect(renderLine(view, undefined, deployments)?.text.split('\n')).toEqual([
      '🚀 orders-api v41: deployment succeeded',
      '🚀 orders-api v41: deployment failed',
      expect.stringMatching(/^🟢 Resolved/u),
    ]);
  });
});

describe('a delivery', () => {
  let slack: SlackStandIn;

  beforeEach(async () => {
    slack = await startSlackStandIn();
  });
  afterEach(() => slack.stop());

  test('asks for what was deployed within the hour before, by the labels of the worst alert', async () => {
    const asked: unknown[] = [];
    const deployments = {
      async near(...args: readonly unknown[]) {
        asked.push(args);
        return [deployment()];
      },
    };
    const channelIds = { idOf: async () => undefined, keep: async () => {} };
    const adapter = createSlackAdapter(
      createSlackClient('xoxb-test', slack.apiUrl),
      { limiter: openLimiter(), channelIds },
      { channel: 'C1', deployments },
    );
    const view = sampleView({ alerts: [{ labels: { service: 'orders-api' } }] });
    await adapter.deliver(view, attempts().at(NOON));
    expect(slack.messages[0]?.blocks).toContain('🚀 orders-api v41');
    expect(asked).toEqual([
      [expect.objectContaining({ service: 'orders-api' }), BEGAN - 60 * MINUTE, BEGAN],
    ]);
  });
});
