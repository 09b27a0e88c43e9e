import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { WholeGroup } from '../../../src/engine/ports/groups.ts';
import { readLibrary } from '../../../src/app/runbooks/runbook-library.ts';
import { refuseBlocks } from '../../../src/delivery/slack/limits/blocks.ts';
import { groupRunbooks } from '../../../src/handlers/walk/group-runbooks.ts';
import { walksAtHand } from '../../../src/runbooks/walking/at-hand.ts';
import { createMemoryStore } from '../../../src/store/memory/store.ts';
import { NOON, sampleAlert, type AlertSample } from '../../delivery/support/views.ts';
import { noTools } from '../../support/no-tools.ts';
import { startSlackStandIn, type SlackStandIn } from '../../support/slack-stand-in.ts';

const { runbooks: SHIPPED } = readLibrary(['shipped'], '.');
const ANA = { actor: 'slack:U0ANA', name: 'Ana' };
const KEY = 'ops.0011223344556677';

let slack: SlackStandIn;
beforeEach(async () => {
  slack = await startSlackStandIn();
});
afterEach(() => slack.stop());

/** Somebody presses Runbook at the message of a group with such an alert. */
function pressing(sample: AlertSample, runbooks = SHIPPED) {
  const alert = sampleAlert(sample);
  const { severity, startsAt } = alert;
  const { walks } = createMemoryStore(() => NOON);
  const walking = walksAtHand({ walks, now: () => NOON, hurry: async () => {} });
  const whole: WholeGroup = {
    group: { key: KEY, routeId: 'ops', labels: {}, createdAt: 0, revision: 1, deliveries: {} },
    members: new Map([[alert.fingerprint, { severity, startsAt, revision: 1 }]]),
    told: new Map(),
  };
  const tools = {
    ...noTools(() => NOON, slack.apiUrl),
    alerts: async () => [alert],
    runbooks: { current: () => ({ runbooks, problems: [] }) },
    walking,
  };
  return { walks, walking, press: () => groupRunbooks(whole, tools) };
}

/** What is shown: texts as they are, buttons in brackets with what they stand for. */
async function shown(press: ReturnType<typeof pressing>['press']): Promise<readonly string[]> {
  const { blocks = [] } = await press();
  expect(refuseBlocks(blocks)).toBeUndefined();
  const lines: string[] = [];
  JSON.stringify(blocks, (_, value: unknown) => {
    if (typeof value !== 'object' || value === null || !('type' in value)) return value;
    if (value.type === 'button') {
      const { text, value: of, url } = Object(value);
      lines.push(`[${text.text}] ${of ?? url}`);
      return undefined;
    }
    if ('text' in value && typeof value.text === 'string') lines.push(value.text);
    return value;
  });
  return lines;
}

test('the runbook that fits best comes first, with why, to be started or read', async () => {
  const labels = { namespace: 'AWS/Lambda', metric: 'Errors', FunctionName: 'checkout' };
  const lines = await shown(pressing({ labels }).press);
  expect(lines.slice(0, 4)).toEqual([
    expect.stringMatching(/^📖 High error rate: \d+ steps; Investigate \(0–5 min\) comes first$/u),
    'it answers namespace="AWS/Lambda", metric="Errors"',
    `[Start] high-error-rate for ${KEY}`,
    `[Read] high-error-rate for ${KEY}`,
  ]);
});

test('at most four are shown, of however many answer', async () => {
  const all = SHIPPED.map((one) => {
    const answers = [{ text: 'a=~".+"', matchers: [] }];
    return { ...one, runbook: { ...one.runbook, answers } };
  });
  const lines = await shown(pressing({}, all).press);
  expect(lines.filter((line) => line.startsWith('[Start]'))).toHaveLength(4);
});

test('who walks one already is who to join, and it is not offered to be started', async () => {
  const { walks, walking, press } = pressing({});
  const { walk } = await walking.begin({
    id: 'w',
    runbook: 'high-error-rate',
    text: SHIPPED.find(({ runbook }) => runbook.name === 'high-error-rate')?.text ?? '',
    facts: { labels: {}, annotations: {} },
    subject: { group: KEY },
    place: { channel: 'C0OPS', threadTs: '1.2' },
    by: ANA,
  });
  await walks.noteTold(walk.id, {
    channel: 'C0OPS',
    threadTs: '1.2',
    ts: '1.3',
    moments: 1,
    picture: '',
  });
  const lines = await shown(press);
  expect(lines.slice(0, 2)).toEqual([
    expect.stringMatching(
      /^📖 High error rate: Ana has it, for under a minute, at step 1 of \d+\.$/u,
    ),
    '[Join] https://slack.example/message',
  ]);
  expect(lines).not.toContain(`[Start] high-error-rate for ${KEY}`);
});

test('a runbook that is kept elsewhere is linked, with its host', async () => {
  const links = [{ title: 'Runbook', url: 'https://wiki.example/errors' }];
  const lines = await shown(pressing({ links }).press);
  expect(lines.at(-1)).toBe(
    'the alert names · <https://wiki.example/errors|Runbook (wiki.example)>',
  );
});

test('where none answers it is said how to write one', async () => {
  const lines = await shown(pressing({ name: 'Lamp "7" is off' }).press);
  expect(lines.slice(0, 2)).toEqual([
    'No runbook answers this alert.',
    String.raw`To write one: a file in a folder of runbooks.dirs, with answers: ['alertname="Lamp \"7\" is off"'].`,
  ]);
});

test('whatever an alert says, Slack takes the answer', async () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom('<!channel>', '&'.repeat(5000), '`*_~', 'x'.repeat(5000), ' '),
  );
  const sample = fc.record({
    name: text,
    annotations: fc.dictionary(fc.constantFrom('summary', 'runbook'), text),
    labels: fc.dictionary(fc.constantFrom('namespace', 'metric'), text),
    links: fc.array(
      fc.record({ title: fc.constant('Runbook'), url: fc.oneof(fc.webUrl(), text) }),
      { maxLength: 5 },
    ),
  });
  await fc.assert(
    fc.asyncProperty(sample, async (one) => {
      for (const runbooks of [SHIPPED, []]) {
        const { text: said, blocks = [] } = await pressing(one, runbooks).press();
        expect(refuseBlocks(blocks)).toBeUndefined();
        expect(said.length).toBeLessThan(4_000);
        expect(JSON.stringify(blocks)).not.toMatch(/"type":"mrkdwn","text":"[^"]*<!channel>/u);
      }
    }),
    { numRuns: 50 },
  );
});
