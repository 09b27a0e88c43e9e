import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { tocsin } from '../cli/support/tocsin.ts';
import { until } from '../support/wait.ts';

const TOCSIN = fileURLToPath(new URL('../../bin/tocsin', import.meta.url));
const CHROMIUM = '/usr/bin/chromium';

const stateSchema = z.object({ channels: z.array(z.object({ id: z.string(), name: z.string() })) });
const messagesSchema = z.object({
  messages: z.array(z.looseObject({ ts: z.string(), thread_ts: z.string().optional() })),
});

let folder: string;
let demo: ChildProcess;
let printed = '';

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tocsin-demo-'));
  demo = spawn(TOCSIN, ['demo', '--data-dir', folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  demo.stdout?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  await until('the demo says where to look', () => printed.includes('The story begins'));
});
afterAll(async () => {
  demo.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

function slackUrl(): string {
  return /Slack +(http:\/\/127\.0\.0\.1:\d+)/u.exec(printed)?.[1] ?? '';
}

/** The messages of a channel as people see them, threads left out or nothing else. */
async function messages(channel: string, { inThreads = false } = {}): Promise<readonly string[]> {
  const state = stateSchema.parse(await (await fetch(`${slackUrl()}/_control/state`)).json());
  const id = state.channels.find(({ name }) => name === channel)?.id ?? '';
  const answer = await (await fetch(`${slackUrl()}/_control/messages/${id}`)).json();
  return messagesSchema
    .parse(answer)
    .messages.filter((one) => (one.thread_ts !== undefined) === inThreads)
    .map((one) => JSON.stringify(one));
}

const shows = (channel: string, text: string) => async () =>
  (await messages(channel)).some((one) => one.includes(text));

const ordersMessages = async () =>
  (await messages('incidents')).filter(
    (one) => one.includes('🟢 orders-api') || one.includes('🔴 orders-api'),
  );

test('a critical alarm arrives once, gets worse and resolves, and a warning goes elsewhere', async () => {
  await until('it arrives in #incidents', shows('incidents', 'orders-api'));
  await until('a warning is in #ops-feed', shows('ops-feed', 'orders-db'));
  await until('it resolves', shows('incidents', '🟢'));
  await until('it shows how its metric ran', shows('incidents', '5XXError · orders-api · prod'));
  expect(await ordersMessages()).toHaveLength(1);
  // The message shows what is; its thread what was.
  const thread = await until('its thread says so', async () => {
    const lines = await messages('incidents', { inThreads: true });
    return lines.some((line) => line.includes('Resolved after')) && lines;
  });
  expect(thread[0]).toContain('📟 Paged on-call');
  expect(thread[1]).toContain('🔺 1 more firing');
});

test('a model whose data has drifted is told of, and has a history', async () => {
  await until('it is told', shows('ops-feed', 'FeatureDrift'));
  await until('it is said', () => printed.includes('📉'));
  const config = ['--config', path.join(folder, 'tocsin.yaml')];
  const { stdout } = await tocsin(['drift', 'history', 'churn', 'monthly_charges', ...config]);
  expect(stdout).toMatch(/^monthly_charges {2}[▁-█]{5}█\n/u);
});

test('the story is told once, then what to try is said; it is told again when somebody asks', async () => {
  const again = async () => {
    const { status, stdout, stderr } = await tocsin(['demo', '--again', '--data-dir', folder]);
    return { status, said: `${stdout}${stderr}` };
  };
  await until('it is over', () => printed.includes('Try this, in another terminal'));
  expect(printed).toContain('Acknowledge, Silence…, ⋯');
  expect(await again()).toEqual({ status: 0, said: 'the story begins\n' });
  await until('it begins', () => printed.split('🔴 orders-api fails').length === 3);
  const early = await again();
  expect(early).toMatchObject({ status: 1, said: expect.stringContaining('ask again when') });
  await until('it arrives anew', async () => (await ordersMessages()).length === 2);
});

test.skipIf(!existsSync(CHROMIUM))(
  'a person who opens the page sees it, and has done what the bot suggests (skipped where there is no Chromium)',
  async () => {
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
    try {
      const page = await browser.newPage();
      await page.goto(slackUrl());
      await page.getByText('incidents').first().click();
      await page.getByText('orders-api').first().waitFor();
      expect(await page.getByText(/Resolved \d\d:\d\d after/).count()).toBeGreaterThan(0);
      await until('it shows what was deployed', shows('incidents', 'pricing 42 deployed'));
      const failing = page.locator('.msg').filter({ hasText: '🔴 pricing-errors' });
      await failing.getByText(/\d+ replies/u).click();
      await page.getByRole('button', { name: 'Do it', exact: true }).click();
      await until('it is well again', shows('incidents', '🟢 pricing-errors'));
    } finally {
      await browser.close();
    }
  },
);

test('whatever is sent to it becomes an alert', async () => {
  const send = spawn(TOCSIN, ['send', '-', '--data-dir', folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  send.stdin?.end('the nightly backup failed: disk full');
  expect(await once(send, 'exit')).toEqual([0, null]);
  await until('it is told', shows('incidents', 'the nightly backup failed: disk full'));
});

test('the other commands ask its bot with the config in its folder', async () => {
  const config = ['--config', path.join(folder, 'tocsin.yaml')];
  expect(printed).toContain(`. ${path.join(folder, 'env')}`);
  expect((await tocsin(['check', ...config])).stdout).toContain('ok (');
  const group = 'alertname=the nightly backup failed: disk full';
  const { status, stdout } = await tocsin(['explain', group, ...config]);
  expect([status, stdout]).toEqual([0, expect.stringContaining('told, and the service took it')]);
  expect((await tocsin(['oncall', ...config])).stdout).toContain('Lee Lead');
  expect((await tocsin(['escalate', group, '--by', 'ana', ...config])).status).toBe(0);
  await until('it went to the second level', async () =>
    (await messages('incidents', { inThreads: true })).some((line) =>
      line.includes('Escalated in PagerDuty to Lee Lead'),
    ),
  );
  expect((await tocsin(['ack', group, '--by', 'ana', ...config])).stdout).toContain(
    'ana has it on',
  );
});

test.skipIf(!existsSync(CHROMIUM))(
  'who presses a button on PagerDuty’s page is seen in Slack, and the other way round',
  async () => {
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
    try {
      const page = await browser.newPage();
      await page.goto(/PagerDuty +(http:\/\/127\.0\.0\.1:\d+\/)/u.exec(printed)?.[1] ?? '');
      const incident = page.locator('article', { hasText: 'the nightly backup failed' });
      // Ana took it on by a command.
      await incident.getByText('Acknowledged by ana (Tocsin)').waitFor();
      await incident.getByRole('button', { name: 'Unacknowledge' }).click();
      await incident.getByRole('button', { name: 'Acknowledge', exact: true }).click();
      await until('Slack says who has it on', shows('incidents', 'Pat Page'));
      await incident.getByRole('button', { name: 'Resolve' }).click();
      await incident.locator('.status', { hasText: 'resolved' }).waitFor();
    } finally {
      await browser.close();
    }
  },
);

test('a second one on the same folder is refused, and the first goes on', async () => {
  const second = spawn(TOCSIN, ['demo', '--data-dir', folder], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  second.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  expect((await once(second, 'exit'))[0]).toBe(1);
  expect(said).toContain('a demo runs already');
  expect(await messages('incidents')).not.toHaveLength(0);
});

test('Ctrl-C ends it with status 0, and everything it started', async () => {
  const url = slackUrl();
  demo.kill('SIGINT');
  expect(await once(demo, 'exit')).toEqual([0, null]);
  await expect(fetch(url)).rejects.toThrow('fetch failed');
});
