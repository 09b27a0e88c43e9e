import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Fault } from '../../../demo/faults.ts';
import { startSlackProxy, type SlackProxy } from '../../../demo/slack/proxy.ts';
import { SLACK_RATE_LIMITS } from '../../../demo/slack/rate-limits.ts';
import { startWorkspace, type Workspace } from '../../../demo/slack/workspace.ts';

let workspace: Workspace;
let proxy: SlackProxy;
let clock: number;

beforeAll(async () => {
  workspace = await startWorkspace({ channels: ['incidents', 'ops'] });
});

afterAll(() => workspace.stop());

beforeEach(async () => {
  await fetch(`${workspace.url}/_control/reset`, { method: 'POST' });
  proxy = await startSlackProxy({ ...workspace, upstream: workspace.apiUrl });
  return () => proxy.stop();
});

async function post(channel = 'incidents', signal?: AbortSignal) {
  const response = await fetch(`${proxy.apiUrl}chat.postMessage`, {
    method: 'POST',
    body: JSON.stringify({ channel: workspace.channelId(channel), text: 'x' }),
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${workspace.botToken}`,
    },
    ...(signal === undefined ? {} : { signal }),
  });
  return { status: response.status, headers: response.headers, body: await response.text() };
}

const posted = async (channel = 'incidents') => (await workspace.messages(channel)).length;

describe('faults of the Slack proxy', () => {
  it('says it is rate limited, and when to come back', async () => {
    proxy.faults.next({ kind: 'rate-limited', retryAfter: 7 });
    const { status, headers, body } = await post();
    expect(status).toBe(429);
    expect(headers.get('retry-after')).toBe('7');
    expect(JSON.parse(body)).toEqual({ ok: false, error: 'ratelimited' });
    expect(await posted()).toBe(0);
    expect(proxy.calls[0]).toMatchObject({ outcome: 'rate-limited', accepted: false });
  });

  it('fails with the status it was given', async () => {
    proxy.faults.next({ kind: 'error' });
    proxy.faults.next({ kind: 'error', status: 503 });
    expect((await post()).status).toBe(500);
    expect((await post()).status).toBe(503);
    expect((await post()).status).toBe(200);
    expect(await posted()).toBe(1);
  });

  it('cuts the line before Slack saw the call', async () => {
    proxy.faults.next({ kind: 'cut-before' });
    await expect(post()).rejects.toThrow('fetch failed');
    expect(await posted()).toBe(0);
    expect(proxy.calls[0]).toMatchObject({ outcome: 'cut-before', accepted: false });
  });

  it('cuts the line after Slack took the call', async () => {
    proxy.faults.next({ kind: 'cut-after' });
    await expect(post()).rejects.toThrow('fetch failed');
    const [message] = await workspace.messages('incidents');
    expect(proxy.calls[0]).toMatchObject({ outcome: 'cut-after', accepted: true, ts: message?.ts });
  });

  it.each<{ kind: Fault['kind']; messages: number }>([
    { kind: 'hang', messages: 0 },
    { kind: 'hang-after', messages: 1 },
  ])('does not answer: $kind', async ({ kind, messages }) => {
    proxy.faults.next({ kind });
    const caller = new AbortController();
    const answer = post('incidents', caller.signal);
    await expect.poll(() => proxy.calls[0]?.outcome).toBe(kind);
    expect(await posted()).toBe(messages);
    const after = post();
    expect((await after).status).toBe(200);
    caller.abort();
    await expect(answer).rejects.toThrow('aborted');
  });

  it('does not wait for a caller that hangs when it stops', async () => {
    proxy.faults.next({ kind: 'hang' });
    const answer = post().catch((error: Error) => error.message);
    await expect.poll(() => proxy.calls[0]?.outcome).toBe('hang');
    await proxy.stop();
    expect(await answer).toBe('fetch failed');
    proxy = await startSlackProxy({ ...workspace, upstream: workspace.apiUrl });
  });

  it('answers something that is not JSON', async () => {
    proxy.faults.next({ kind: 'garbage' });
    const { status, headers, body } = await post();
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/html');
    expect(() => JSON.parse(body)).toThrow(SyntaxError);
    expect(await posted()).toBe(0);
  });

  it('answers late', async () => {
    proxy.faults.next({ kind: 'slow', delayMs: 60 });
    const before = performance.now();
    expect((await post()).status).toBe(200);
    expect(performance.now() - before).toBeGreaterThanOrEqual(55);
    expect(proxy.calls[0]).toMatchObject({ outcome: 'ok', accepted: true });
  });

  it('meets only the calls it was set for, as often as it was set', async () => {
    proxy.faults.next({ kind: 'error', method: 'chat.postMessage', channel: '#ops', times: 2 });
    proxy.faults.next({ kind: 'error', method: 'chat.update' });
    expect((await post('incidents')).status).toBe(200);
    expect((await post('ops')).status).toBe(500);
    expect((await post('ops')).status).toBe(500);
    expect((await post('ops')).status).toBe(200);
    expect(proxy.faults.pending()).toBe(1);
    proxy.faults.clear();
    expect(proxy.faults.pending()).toBe(0);
  });

  it('says that the workspace behind it is gone', async () => {
    const gone = await startWorkspace({ channels: ['incidents'] });
    const orphaned = await startSlackProxy({ ...gone, upstream: gone.apiUrl });
    await gone.stop();
    const response = await fetch(`${orphaned.apiUrl}users.list`, {
      method: 'POST',
      headers: { authorization: `Bearer ${gone.botToken}` },
    });
    expect(response.status).toBe(500);
    expect(orphaned.calls[0]?.outcome).toContain('internal_error');
    await orphaned.stop();
  });
});

describe('rate limits of the Slack proxy', () => {
  beforeEach(async () => {
    clock = Date.parse('2026-03-04T00:00:00Z');
    const limited = await startSlackProxy({
      ...workspace,
      upstream: workspace.apiUrl,
      rateLimits: SLACK_RATE_LIMITS,
      now: () => clock,
    });
    proxy = limited;
    return () => limited.stop();
  });

  it('allow a short burst, then a post a second, each channel by itself', async () => {
    const statuses = [await post(), await post(), await post(), await post()];
    expect(statuses.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
    expect(statuses[3]?.headers.get('retry-after')).toBe('1');
    expect(proxy.calls[3]).toMatchObject({ outcome: 'ratelimited', accepted: false });
    expect((await post('ops')).status).toBe(200);
    clock += 1000;
    expect((await post()).status).toBe(200);
    expect((await post()).status).toBe(429);
  });

  it('allow 50 updates a minute in the whole workspace', async () => {
    const update = () =>
      fetch(`${proxy.apiUrl}chat.update`, {
        method: 'POST',
        headers: { authorization: `Bearer ${workspace.botToken}` },
        body: new URLSearchParams({ channel: 'C1', ts: '1', text: 'x' }),
      });
    for (let sent = 0; sent < 50; sent += 1) expect((await update()).status).toBe(200);
    const late = await update();
    expect(late.status).toBe(429);
    expect(late.headers.get('retry-after')).toBe('2');
  });
});
