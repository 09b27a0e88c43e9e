import { describe, expect, it } from 'vitest';
import { tocsin } from '../../../src/intake/formats/tocsin.ts';
import { CONTEXT } from '../support/alarms.ts';
import { parsed, signalOf } from '../support/parsed.ts';

const told = (more: object = {}) => ({
  deployments: [{ name: 'orders-api', version: 'v41', status: 'succeeded', ...more }],
});

describe('a deployment in our plain JSON', () => {
  it('tells how it went, by what it is known, and where to look', () => {
    const at = '2026-03-01T10:00:00Z';
    const links = [{ title: 'build', url: 'https://ci.example/1' }];
    expect(signalOf(told({ id: 'b-1', at, labels: { service: 'orders' }, links }))).toMatchObject({
      source: 'tocsin',
      status: 'resolved',
      deployment: 'succeeded',
      deploymentId: 'b-1',
      changedAt: Date.parse(at),
      labels: {
        alertname: 'Deployment failed',
        name: 'orders-api',
        version: 'v41',
        service: 'orders',
      },
      annotations: { summary: 'orders-api v41 was deployed' },
      links,
    });
  });

  it('that fails is the alert which the next version resolves', () => {
    const failed = signalOf(told({ status: 'failed' }));
    expect(failed).toMatchObject({
      status: 'firing',
      deploymentId: 'orders-api v41',
      annotations: { summary: 'orders-api v41 failed to deploy' },
    });
    const next = signalOf(told({ version: 'v42' }));
    expect([next.status, next.fingerprint]).toEqual(['resolved', failed.fingerprint]);
    expect(signalOf(told({ labels: { env: 'test' } })).fingerprint).not.toBe(failed.fingerprint);
  });

  it('may come beside alerts, each with an id of its own', () => {
    const both = { ...told({ status: 'running' }), alerts: [{ labels: { alertname: 'a' } }] };
    expect(parsed(both).signals.map(({ id, deployment }) => [id, deployment])).toEqual([
      [`${CONTEXT.messageId}/0`, undefined],
      [`${CONTEXT.messageId}/1`, 'running'],
    ]);
  });

  it.each<[unknown, string]>([
    [{ deployments: {} }, 'deployments must be a list: {"deployments": [{"name": "'],
    [told({ status: 'done' }), 'deployments[0].status must be one of "running", "succeeded"'],
    [told({ name: '' }), 'deployments[0].name must not be empty'],
    [told({ name: undefined }), 'deployments[0].name must be a text'],
    [{ deployments: Array(101).fill(told().deployments[0]) }, 'deployments may hold at most 100'],
    [{ alerts: 1, ...told() }, 'alerts must be a list'],
  ])('says what to write instead: %j', (message, why) => {
    const reading = tocsin.read(message);
    expect(reading.ok ? '' : reading.why).toContain(why);
  });
});
