import { WebClient } from '@slack/web-api';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startSmallWorkspace } from '../../../demo/slack/small-workspace.ts';
import type { Workspace } from '../../../demo/slack/workspace.ts';

let workspace: Workspace;
let slack: WebClient;
let channel: string;

beforeAll(async () => {
  workspace = await startSmallWorkspace({ channels: ['incidents', 'ops'] });
  slack = new WebClient(workspace.botToken, { slackApiUrl: workspace.apiUrl });
  channel = workspace.channelId('incidents');
});

afterAll(() => workspace.stop());

beforeEach(async () => {
  await fetch(`${workspace.url}/_control/reset`, { method: 'POST' });
});

const page = async (): Promise<string> => (await fetch(workspace.url)).text();

describe('the small workspace', () => {
  it('has no Socket Mode, and no app token that would ask for it', async () => {
    expect(workspace.appToken).toBe('');
    await expect(slack.apps.connections.open()).rejects.toThrow('not_supported');
  });

  it('answers what is no call at all', async () => {
    const { apiUrl, url } = workspace;
    const answers = [
      await fetch(`${apiUrl}chat.postMessage`, {
        method: 'POST',
        body: '{"channel":',
        headers: { 'content-type': 'application/json' },
      }),
      await fetch(`${apiUrl}chat.postMessage`, {
        method: 'POST',
        body: JSON.stringify({ channel, blocks: 7 }),
        headers: { 'content-type': 'application/json' },
      }),
      await fetch(`${apiUrl}toString`),
      await fetch(`${url}/nowhere`),
    ];
    const errors = await Promise.all(answers.map((answer) => answer.json()));
    expect(errors).toEqual([
      { ok: false, error: 'invalid_json' },
      { ok: false, error: 'invalid_arguments' },
      { ok: false, error: 'unknown_method' },
      { ok: false, error: 'not_found' },
    ]);
  });

  it('tells an open page of every change', async () => {
    const { body } = await fetch(`${workspace.url}/changes`);
    const reader = (body ?? new ReadableStream()).pipeThrough(new TextDecoderStream());
    const events = reader[Symbol.asyncIterator]();
    const next = async () => (await events.next()).value;
    expect(await next()).toContain('retry:');
    const { ts = '' } = await slack.chat.postMessage({ channel, text: 'x' });
    expect(await next()).toBe('data: changed\n\n');
    await slack.chat.update({ channel, ts, text: 'y' });
    expect(await next()).toBe('data: changed\n\n');
    await events.return?.();
  });
});

describe('the page of the small workspace', () => {
  it('shows a thread under its message, and which message was edited', async () => {
    const { ts = '' } = await slack.chat.postMessage({ channel, text: 'orders-api fails' });
    await slack.chat.postMessage({ channel, text: 'another' });
    await slack.chat.postMessage({ channel, text: 'it gets worse', thread_ts: ts });
    expect(await page()).not.toContain('(edited)');
    await slack.chat.update({ channel, ts, text: '🟢 orders-api is well' });
    const html = await page();
    expect(html).toMatch(
      /\(edited\)[^]+🟢 orders-api is well[^]+1 reply[^]+it gets worse[^]+another/,
    );
    expect(html.match(/\(edited\)/g)).toHaveLength(1);
  });

  it('shows plain text as it was written, lines and signs', async () => {
    const text = 'one *two*\n  <!channel> &amp; `three`';
    await slack.chat.postMessage({
      channel,
      text: 'x',
      blocks: [
        { type: 'header', text: { type: 'plain_text', text: '🔴 *orders*' } },
        { type: 'section', text: { type: 'plain_text', text } },
      ],
    });
    const html = await page();
    expect(html).toContain('<h3>🔴 *orders*</h3>');
    expect(html).toContain('<p>one *two*\n  &lt;!channel&gt; &amp;amp; `three`</p>');
  });

  it('shows what it can not draw by its name', async () => {
    const blocks = [{ type: 'video' }, { type: 'section', text: { type: 'nonsense' } }];
    await slack.apiCall('chat.postMessage', { channel, text: 'x', blocks });
    expect(await page()).toMatch(/\[video\][^]+\[section\]/);
  });

  it('escapes all that came from outside', async () => {
    const evil = `<img src=x onerror="alert('1')">&amp;`;
    const mrkdwn = { type: 'mrkdwn', text: evil };
    const plain = { type: 'plain_text', text: evil };
    const blocks = [
      { type: 'header', text: plain },
      { type: 'section', text: mrkdwn, fields: [mrkdwn, plain] },
      { type: 'context', elements: [mrkdwn, plain, { type: 'image', alt_text: evil }] },
      { type: 'actions', elements: [{ type: 'button', text: plain }] },
      { type: evil },
    ];
    await slack.apiCall('chat.postMessage', { channel, text: evil, blocks, thread_ts: evil });
    await slack.chat.postMessage({ channel, text: `${evil} <https://e.com/"onclick="x|${evil}>` });
    await fetch(`${workspace.url}/_control/message`, {
      method: 'POST',
      body: JSON.stringify({ channel, user: evil, text: `<@${evil}> \`${evil}\` *${evil}*` }),
      headers: { 'content-type': 'application/json' },
    });
    const html = await page();
    expect(html).toContain('&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;');
    expect(html).not.toContain('<img');
    expect(html).not.toMatch(/"\s*onclick="/);
  });

  it('lets nothing run but its own script', async () => {
    const { headers } = await fetch(workspace.url);
    const policy = headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain('unsafe');
    expect(headers.get('cache-control')).toBe('no-store');
    const own = [...(await page()).matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path);
    expect(own).toEqual(['/page.css', '/page.js']);
    for (const path of own) {
      const part = await fetch(new URL(path ?? '', workspace.url));
      expect(part.headers.get('content-type')).toMatch(/^text\/(css|javascript)/);
    }
  });

  it('shows the newest when there are many', async () => {
    for (let number = 1; number <= 103; number += 1) {
      await slack.chat.postMessage({ channel, text: `message ${number}.` });
    }
    const html = await page();
    expect(html).not.toContain('message 3.');
    expect(html).toContain('message 4.');
    expect(html).toContain('message 103.');
    expect(html).toContain('older ones are not shown');
  });
});
