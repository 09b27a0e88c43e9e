import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Alert } from '../../../src/alert/alert.ts';
import type { WholeGroup } from '../../../src/engine/ports/groups.ts';
import { fillGraphForm } from '../../../src/handlers/actions/graph.ts';
import { askedIn } from '../../../src/handlers/asked-in.ts';
import type { ActionRequest, ViewRequest } from '../../../src/handlers/request.ts';
import { titleOf } from '../../../src/handlers/jobs/words.ts';
import { askedForIn } from '../../../src/handlers/views/graph-form.ts';
import { GRAPH_VIEW } from '../../../src/handlers/views/graph.ts';
import { NOON, sampleAlert } from '../../delivery/support/views.ts';
import { noTools } from '../../support/no-tools.ts';
import { startSlackStandIn, type SlackStandIn } from '../../support/slack-stand-in.ts';

let slack: SlackStandIn;

beforeEach(async () => {
  slack = await startSlackStandIn();
});
afterEach(() => slack.stop());

const METRIC: Alert['metric'] = {
  of: {
    namespace: 'AWS/ApiGateway',
    metric: '5XXError',
    dimensions: { ApiName: 'the shop' },
    statistic: 'Average',
  },
};

const REQUEST: ActionRequest = {
  type: 'action',
  id: 'click',
  traceId: 't',
  at: NOON,
  person: { id: 'U0ANA', name: 'ana' },
  actionId: 'alert:more',
  blockId: 'alert:1:g',
  triggerId: 'trigger',
  channelId: 'C0OPS',
  message: { ts: '1.2' },
};

/** What the form was filled with for a group of these alerts. */
async function filled(...alerts: readonly Alert[]) {
  const members = alerts.map(
    ({ fingerprint, severity, startsAt }) =>
      [fingerprint, { severity, startsAt, revision: 1 }] as const,
  );
  const group = {
    key: 'g',
    routeId: 'root',
    labels: {},
    createdAt: 0,
    revision: 1,
    deliveries: {},
  };
  const whole: WholeGroup = { group, members: new Map(members), told: new Map() };
  const tools = noTools(() => NOON, slack.apiUrl);
  const places = [{ name: 'aws', region: 'us-east-1' }];
  const asker = { id: 'U0ANA', name: 'Ana', actor: 'slack:U0ANA', why: '' };
  await fillGraphForm(whole, {
    ...tools,
    alerts: async (all) => all.flatMap((one) => alerts.filter((two) => two.fingerprint === one)),
    metrics: { ...tools.metrics, alerts: { places, rules: new Map() } },
    request: REQUEST,
    asker,
  });
  const view = JSON.parse(slack.calls.at(-1)?.args.get('view') ?? '');
  return { metric: view.blocks[0].element.initial_value, origin: view.private_metadata };
}

test('the form has the metric of the worst alert that has one, as it is asked for', async () => {
  const none = sampleAlert({ fingerprint: 'a', severity: 'critical' });
  const alarm = { ...sampleAlert({ fingerprint: 'b', severity: 'warning' }), metric: METRIC };
  expect(await filled(alarm, none)).toEqual({
    metric: 'AWS/ApiGateway 5XXError "ApiName=the shop" Average in=aws',
    origin: '{"channel":"C0OPS","thread":"1.2"}',
  });
  expect((await filled(none)).metric).toBeUndefined();
});

const typed = (id: string, value: string | null) => ({ [id]: { type: 'plain_text_input', value } });

test.each([
  ['the range that is chosen', 'queue-depth', null, 'queue-depth 1d'],
  [
    'the range that is written before it',
    ' /metric queue-depth ',
    'yesterday',
    'queue-depth yesterday',
  ],
  ['nothing without a metric', '  ', '1h', ''],
])('what is written comes to %s', (_, metric, other, words) => {
  const range = { range: { selected_option: { value: '1d' } } };
  const values = { metric: typed('metric', metric), range, other: typed('other', other) };
  expect(askedForIn(values)).toBe(words);
  expect(Object.keys(GRAPH_VIEW.check?.(values) ?? {})).toEqual(words === '' ? ['metric'] : []);
});

test('what comes of it is shown in the thread of the message where it was asked for', () => {
  const view = {
    id: 'V1',
    callbackId: 'graph-form',
    privateMetadata: '{"channel":"C0OPS","thread":"1.2"}',
    values: {},
  };
  const { person } = REQUEST;
  const request: ViewRequest = { type: 'view', id: 'v', traceId: 't', at: NOON, person, view };
  const registry = { views: [GRAPH_VIEW] };
  expect(askedIn(request, registry)).toEqual({ channel: 'C0OPS', threadTs: '1.2' });
  // Below the graph stands what was asked for.
  expect(titleOf(request)).toBe('graph form');
  const forged = { ...request, view: { ...view, privateMetadata: 'none of ours' } };
  expect(askedIn(forged, registry)).toEqual({});
});
