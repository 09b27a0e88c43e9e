import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { createSlackClient } from '../src/delivery/slack/client.ts';
import type { SlackMessage } from '../src/delivery/slack/message.ts';
import type { Incident, IncidentGroup } from '../src/engine/ports/incidents.ts';
import { incidentCard } from '../src/handlers/incidents/card.ts';
import { changedIncident } from '../src/runbooks/incidents/changed.ts';
import { openedIncident } from '../src/runbooks/incidents/opened.ts';
import type { IncidentSettings } from '../src/runbooks/incidents/settings.ts';
import type { IncidentWish } from '../src/runbooks/incidents/wish.ts';
import { startSlackProxy } from './slack/proxy.ts';
import { startWorkspace } from './slack/workspace.ts';

const MINUTE = 60_000;
const PAPER = { viewport: { width: 960, height: 1_200 }, deviceScaleFactor: 1.5 };
const ANA = { actor: 'slack:U0ANA', name: 'Ana Ruiz' };
const BEN = { actor: 'slack:U0BEN', name: 'Ben Okafor' };

const SETTINGS: IncidentSettings = {
  ownChannel: false,
  updateEvery: { critical: 30 * MINUTE },
  responseTimes: {
    critical: 15 * MINUTE,
    error: 30 * MINUTE,
    warning: 120 * MINUTE,
    info: 1_440 * MINUTE,
  },
};

/** What was done, by whom, and how many minutes after it was opened. */
type Done = readonly [minute: number, by: typeof ANA, wish: IncidentWish];

const WORKED_ON: readonly Done[] = [
  [17, ANA, { what: 'assigned', role: 'commander', to: ANA }],
  [18, ANA, { what: 'assigned', role: 'communications', to: BEN }],
  [22, ANA, { what: 'updated', status: 'identified', text: 'v42 of orders-api; rolling back' }],
  [31, BEN, { what: 'mitigated' }],
];
const OVER: readonly Done[] = [
  ...WORKED_ON,
  [
    74,
    ANA,
    {
      what: 'resolved',
      text: 'v42 of orders-api opened a connection a request; back on v41',
      impact: 'Two in three could not check out, for 31 minutes',
    },
  ],
];

/** The pictures of an incident: nobody responded in time; and it is over. */
export async function takeIncidents(browser: Browser, folder: string): Promise<void> {
  const workspace = await startWorkspace({ kind: 'local-slack', channels: [{ name: 'war-room' }] });
  const upstream = { ...workspace, upstream: workspace.apiUrl, timeZone: 'Europe/Berlin' };
  const proxy = await startSlackProxy(upstream);
  const slack = createSlackClient(workspace.botToken, proxy.apiUrl);
  const page = await browser.newPage(PAPER);
  try {
    for (const [name, minute, state, done] of [
      ['incident-open', 16, 'firing', []],
      ['incident-resolved', 74, 'resolved', OVER],
    ] as const) {
      const { text, blocks } = cardOf(minute, state, done);
      await slack.chat.postMessage({ channel: '#war-room', text, blocks });
      await page.goto(workspace.url);
      await page.getByText('war-room').first().click();
      const message = page.locator('.messages .msg').last();
      await message.getByText('Checkout').first().waitFor();
      await message.screenshot({ path: join(folder, `${name}.png`) });
    }
  } finally {
    await proxy.stop();
    await workspace.stop();
  }
}

function cardOf(
  minute: number,
  state: IncidentGroup['state'],
  done: readonly Done[],
): SlackMessage {
  const now = Date.now();
  const at = now - minute * MINUTE;
  const group = {
    key: 'page.3f2a',
    title: 'High error rate · orders-api · prod',
    state,
    since: at - 2 * MINUTE,
    link: 'https://example.slack.com/archives/C0OPS/p1',
  };
  const opening = {
    title: 'Checkout is down',
    severity: 'critical',
    channel: '#war-room',
    group,
  } as const;
  const opened = openedIncident(opening, ANA, SETTINGS, at)('INC-12').incident;
  const incident = done.reduce((before, one) => after(before, one), opened);
  return incidentCard(incident, SETTINGS, now);
}

function after(incident: Incident, [minute, by, wish]: Done): Incident {
  const at = incident.openedAt + minute * MINUTE;
  const next = changedIncident(incident, wish, by, SETTINGS, at);
  if ('why' in next) throw new Error(next.why);
  return next;
}
