import { expect, test } from 'vitest';
import type { Link } from '../../../src/alert/signal.ts';
import { readPress } from '../../../src/delivery/slack/actions.ts';
import { renderMessage } from '../../../src/delivery/slack/render.ts';
import type { DeliveryView } from '../../../src/delivery/view.ts';
import { expectAccepted, mrkdwnOf } from '../support/read-message.ts';
import { NOON, sampleView } from '../support/views.ts';

const RUNBOOK = { title: 'Runbook', url: 'https://runbooks.example/errors' };

interface Element {
  readonly type: string;
  readonly action_id: string;
  readonly text?: { readonly text: string };
  readonly options?: readonly { readonly value: string }[];
}

/** The buttons of a message, and the options of its menu. */
function offered(view: DeliveryView, escalates = true): readonly string[] {
  const message = renderMessage(view, { presses: { escalates } });
  expectAccepted(message);
  const found: string[] = [];
  JSON.stringify(message.blocks, (_, value: Partial<Element>) => {
    if (value?.type === 'button') found.push(value.text?.text ?? '');
    if (value?.type === 'overflow') found.push(...(value.options ?? []).map(({ value }) => value));
    return value;
  });
  return found;
}

const withLinks = (...links: readonly Link[]) => sampleView({ alerts: [{ links }] });

test('what fires has three buttons and a menu', () => {
  expect(offered(withLinks(RUNBOOK))).toEqual([
    'Acknowledge',
    'Silence…',
    'Runbook',
    'resolve',
    'escalate',
    'incident',
    'explain',
    'link',
  ]);
});

test('nothing is offered that would do nothing', () => {
  expect(offered(withLinks(), false)).toEqual([
    'Acknowledge',
    'Silence…',
    'Runbook',
    'resolve',
    'incident',
    'explain',
    'link',
  ]);
  const { blocks } = renderMessage(withLinks(RUNBOOK));
  expect(blocks.map(({ type }) => type)).toEqual(['header', 'context', 'section', 'context']);
});

test('a graph can be asked for where there are sources of metrics', () => {
  const { blocks } = renderMessage(withLinks(), { presses: { escalates: true, graphs: true } });
  const values = [...JSON.stringify(blocks).matchAll(/"value":"(\w+)"/gu)].map(([, one]) => one);
  // Slack takes five: the link is in the answer to the last.
  expect(values).toEqual(['resolve', 'escalate', 'graph', 'incident', 'explain']);
});

test('what somebody has can be given back, and is not given back by a second press', () => {
  const acknowledged = { by: 'ana', at: NOON, severity: 'critical' as const };
  const view = sampleView({ standing: { acknowledged } });
  expect(offered(view)[0]).toBe('Unacknowledge');
  const { blocks } = renderMessage(view, { presses: { escalates: true } });
  expect(JSON.stringify(blocks)).toContain('"confirm"');
});

test('what is over can only be asked about', () => {
  const view = sampleView({ alerts: [{ until: 1, links: [RUNBOOK] }] });
  expect(offered(view)).toEqual(['explain', 'link']);
  expect(renderMessage(view, { presses: { escalates: true } }).blocks).toHaveLength(2);
});

test('a runbook elsewhere is a link with its host, and only where it is a web page', () => {
  const texts = (...links: readonly Link[]) =>
    mrkdwnOf(renderMessage(withLinks(...links), { presses: { escalates: false } })).join();
  expect(texts(RUNBOOK)).toContain('Runbook (runbooks.example)');
  for (const url of ['javascript:alert(1)', 'no address']) {
    expect(texts({ title: 'Runbook', url })).not.toContain('Runbook');
  }
  const mimic = { title: 'Runbook', url: 'https://console.aws.amazon.com@evil.example/' };
  expect(texts(mimic)).toContain('Runbook (evil.example)');
});

test('a press says of which outbreak of which group it is', () => {
  const view = sampleView({
    key: 'ops.0011223344556677',
    delivery: { episode: 1_772_625_600_000 },
  });
  const { blocks } = renderMessage(view, { presses: { escalates: true } });
  const block = blocks.find(({ type }) => type === 'actions');
  expect(readPress({ action_id: 'alert:acknowledge', block_id: block?.block_id })).toEqual({
    action: 'acknowledge',
    group: 'ops.0011223344556677',
    episode: 1_772_625_600_000,
  });
});
