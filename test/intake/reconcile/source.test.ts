import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { expect, test } from 'vitest';
import type { DescribedAlarm } from '../../../src/intake/reconcile/described-alarm.ts';
import { sourceFor, topicOf, type Topics } from '../../../src/intake/reconcile/source.ts';

const TOPICS: Topics = new Map([
  ['any', undefined],
  ['warnings', 'warning'],
  ['pages', 'critical'],
]);

function alarmWith(...actions: readonly string[]): DescribedAlarm {
  const alarm = { name: 'a', state: 'OK', changedAt: 0 } as const;
  return { alarm, arn: '', type: 'MetricAlarm', actions, mayTell: true, isOverSeveral: false };
}

test.each([
  [['elsewhere', 'warnings'], 'warnings'],
  [['any', 'warnings', 'pages'], 'pages'],
  [['pages', 'any'], 'pages'],
  [['any'], 'any'],
  [['elsewhere'], undefined],
  [[], undefined],
])('of the actions %j the worst topic of ours is %s', (actions, topic) => {
  expect(topicOf(alarmWith(...actions), TOPICS)).toBe(topic);
});

test('a source with a role in the account comes before the bot’s own account', () => {
  const client = new CloudWatchClient({ region: 'us-east-1' });
  const own = { region: 'us-east-1', client };
  const other = { ...own, account: '444455556666' };
  const sources = [own, other];
  const place = { region: 'us-east-1', account: '444455556666' };
  expect(sourceFor(sources, place)).toBe(other);
  expect(sourceFor(sources, { ...place, account: '111122223333' })).toBe(own);
  expect(sourceFor([other], { ...place, account: '111122223333' })).toBeUndefined();
  expect(sourceFor(sources, { ...place, region: 'eu-west-1' })).toBeUndefined();
});
