import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Delivery } from '../../../src/alert/group.ts';
import type { DeliveryView } from '../../../src/delivery/view.ts';
import { createSlackClient } from '../../../src/delivery/slack/client.ts';
import { showInClosed } from '../../../src/delivery/slack/closed-message.ts';
import { renderMessage } from '../../../src/delivery/slack/render.ts';
import { createSlackAdapter } from '../../../src/delivery/slack/send.ts';
import { startSlackStandIn, type SlackStandIn } from '../../support/slack-stand-in.ts';
import { attempts, openLimiter } from '../support/attempts.ts';
import { editOf, NOON, sampleView } from '../support/views.ts';

const GRAPH = { file: 'F0GRAPH', alt: '5XXError: latest 12.5, over 10', of: 'a' };
const IMAGE = { type: 'image', slack_file: { id: 'F0GRAPH' }, alt_text: GRAPH.alt };

describe('the message of what fires', () => {
  test('shows the graph before the buttons and where it happens', () => {
    const view = sampleView({ delivery: { graph: GRAPH } });
    const { blocks } = renderMessage(view, { presses: { escalates: false } });
    expect(blocks).toContainEqual(IMAGE);
    expect(blocks.map(({ type }) => type)).toEqual([
      'header',
      'context',
      'section',
      'image',
      'context',
      'actions',
    ]);
  });

  test('keeps it below its two lines when all is over', () => {
    const told = { at: NOON, firing: ['a'], resolved: [] };
    const view = sampleView({ alerts: [{ until: 1 }], delivery: { told, graph: GRAPH } });
    expect(renderMessage(view).blocks.map(({ type }) => type)).toEqual([
      'header',
      'section',
      'image',
    ]);
  });
});

describe('Slack', () => {
  let slack: SlackStandIn;

  beforeEach(async () => {
    slack = await startSlackStandIn();
  });
  afterEach(() => slack.stop());

  function deliver(view: DeliveryView) {
    const client = createSlackClient('xoxb-test', slack.apiUrl);
    const channelIds = { idOf: async () => undefined, keep: async () => {} };
    const parts = { limiter: openLimiter(), channelIds };
    return createSlackAdapter(client, parts, { channel: 'C1' }).deliver(view, attempts().at(NOON));
  }

  const shown = () => slack.messages.map(({ blocks }) => blocks.includes('slack_file'));

  /** A message that was posted, and has a graph since. */
  async function graphed(): Promise<Partial<Delivery>> {
    const posted = await deliver(sampleView());
    const handle = posted.outcome === 'delivered' ? posted.handle : undefined;
    return { graph: GRAPH, ...(handle !== undefined && { handle }) };
  }

  test('is shown the graph by an edit', async () => {
    await deliver(editOf(sampleView({ delivery: await graphed() })));
    expect(shown()).toEqual([true]);
  });

  test('that refuses the graph is told without it', async () => {
    const delivery = await graphed();
    slack.faults.set('chat.update', { error: 'invalid_blocks' });
    const result = await deliver(editOf(sampleView({ delivery, alerts: [{ name: 'Another' }] })));
    expect(result.outcome).toBe('delivered');
    expect(shown()).toEqual([false]);
    expect(slack.messages[0]?.text).toContain('Another');
  });

  test('gets a message that is posted anew without the graph', async () => {
    const delivery = await graphed();
    slack.faults.set('chat.update', { error: 'message_not_found' });
    await deliver(sampleView({ delivery }));
    expect(shown()).toEqual([false, false]);
  });

  test('is shown another graph in what is over', async () => {
    await deliver(sampleView());
    const blocks = [{ type: 'divider' as const }];
    const client = createSlackClient('xoxb-test', slack.apiUrl);
    await showInClosed(client, { channel: 'C1', ts: '1.000', text: 'over', blocks }, GRAPH);
    expect(JSON.parse(slack.messages[0]?.blocks ?? '')).toEqual([...blocks, IMAGE]);
  });
});
