import { expect, test } from 'vitest';
import { createLog } from '../../../src/telemetry/log.ts';
import { createLogAdapter } from '../../../src/delivery/log/send.ts';
import { attempts } from '../support/attempts.ts';
import { DUE, editOf, NOON, sampleView } from '../support/views.ts';

test('where no service is configured, what would be told is written down, and edits are not', async () => {
  const lines: [Readonly<Record<string, unknown>>, string][] = [];
  const adapter = createLogAdapter((context, message) => lines.push([context, message]));
  const view = sampleView({ alerts: [{}, { until: 1 }] });
  expect(await adapter.deliver(view, attempts().at(NOON))).toEqual({ outcome: 'delivered' });
  await adapter.deliver(editOf(view), attempts().at(NOON));
  await adapter.deliver(sampleView({ alerts: [] }), attempts().at(NOON));
  expect(lines).toHaveLength(2);
  expect(lines[0]).toEqual([
    {
      trace_id: DUE.traceId,
      integration: 'slack/#incidents',
      reason: 'first notification',
      severity: 'critical',
      firing: 1,
      resolved: 1,
      title: 'High error rate',
      summary: '5XX share 12.4 %, over 10 % for 5 min',
    },
    'would notify: no service is configured here',
  ]);
});

test('what nobody sees in an alarm is not in its line either', async () => {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const log = createLog({ level: 'info', secrets: [], destination });
  const alerts = [{ name: 'a\u202Eb', annotations: { summary: 'ze\u200Bro' } }];
  const adapter = createLogAdapter((context, message) => log.info(context, message));
  await adapter.deliver(sampleView({ alerts }), attempts().at(NOON));
  expect(lines).toEqual([expect.stringContaining('"title":"ab","summary":"zero"')]);
});
