import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Alert } from '../../../src/alert/alert.ts';
import { findDeleted } from '../../../src/intake/reconcile/deleted.ts';
import { listAlarms } from '../../../src/intake/reconcile/list-alarms.ts';
import { sampleAlert } from '../../delivery/support/views.ts';
import { startCloudWatch, type CloudWatch } from '../../../demo/cloudwatch/cloudwatch.ts';
import { clientOf, NEVER } from './support/world.ts';

let cloudwatch: CloudWatch;

beforeEach(async () => {
  cloudwatch = await startCloudWatch();
  cloudwatch.put({ name: 'a metric alarm that is there', state: 'OK' });
});
afterEach(() => cloudwatch.stop());

const RULE = { rule: 'ALARM("a")' };

/** Whether the alarm of an alert counts as deleted where no composite alarm is seen. */
async function isDeleted(told: Pick<Alert, 'source' | 'annotations'>): Promise<boolean> {
  const client = clientOf(cloudwatch);
  const listing = await listAlarms(client, NEVER);
  return (await findDeleted(client, listing, [{ ...sampleAlert({}), ...told }], NEVER)).length > 0;
}

test.each([
  ['with its rule', { source: 'cloudwatch-composite', annotations: RULE }],
  ['without it', { source: 'cloudwatch-composite', annotations: {} }],
  ['to a function', { source: 'lambda-alarm', annotations: RULE }],
] as const)('a composite alarm that was told %s has to be seen to be believed', async (_, told) => {
  expect(await isDeleted(told)).toBe(false);
});

test.each([
  ['by a topic', { source: 'cloudwatch', annotations: {} }],
  ['to a function', { source: 'lambda-alarm', annotations: {} }],
  ['with words called a rule', { source: 'cloudwatch', annotations: RULE }],
] as const)('a metric alarm that was told %s is gone when it is not there', async (_, told) => {
  expect(await isDeleted(told)).toBe(true);
});
