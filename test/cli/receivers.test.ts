import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listen } from '../../demo/listen.ts';
import { startMailbox } from '../support/mailbox.ts';
import { textOf } from '../support/seen.ts';
import { configFor, ROUTING_KEY, startWorld, type World } from '../support/world.ts';
import { tocsin } from './support/tocsin.ts';

let world: World;
beforeAll(async () => void (world = await startWorld(['incidents', 'ops-feed'])));
afterAll(() => world.stop());

/** `tocsin receivers test` with these receivers in the config. */
async function run(receivers: string, ...args: readonly string[]) {
  const file = path.join(world.folder, 'receivers.yaml');
  await writeFile(file, configFor(world, `receivers:\n${receivers}`));
  return tocsin(['receivers', 'test', ...args, '--config', file]);
}

const PAGE = `  - { name: page, slack: [ { channel: "#incidents" } ], pagerduty: [ { routing_key: "${ROUTING_KEY}" } ] }`;

describe('tocsin receivers test', () => {
  test('tells each receiver once, marked as a test, and closes it again', async () => {
    const { status, stdout } = await run(PAGE);
    expect(stdout).toMatch(/^ok +page +slack\/#incidents +told and closed in \d+ ms$/m);
    expect(stdout).toMatch(/^ok +page +pagerduty\/\w+ +told and closed in \d+ ms$/m);
    expect(status).toBe(0);
    const [message, line, ...more] = await world.workspace.messages('incidents');
    expect(more).toEqual([]);
    const text = message === undefined ? '' : textOf(message);
    expect(text).toContain('🟢 Test · page');
    expect(text).not.toContain('action_id');
    expect(line?.thread_ts).toBe(message?.ts);
    expect(line?.text).toContain('This is a test of the receiver page. Nothing is wrong.');
    const incidents = world.pagerduty.incidents();
    expect(incidents.map((incident) => incident.status)).toEqual(['resolved']);
  });

  test('says what the service answered when one can not be told, and fails', async () => {
    const { status, stdout } = await run(
      `  - { name: lost, slack: [ { channel: "#nowhere" } ] }\n${PAGE}`,
      '--json',
    );
    const results = stdout
      .trim()
      .split('\n')
      .map((text): unknown => JSON.parse(text));
    expect(results).toMatchObject([
      { receiver: 'lost', outcome: 'failed', why: 'channel_not_found' },
      { receiver: 'page', outcome: 'delivered' },
      { receiver: 'page', outcome: 'delivered' },
    ]);
    expect(status).toBe(1);
  });

  test('tries only those that are named, and knows what was meant', async () => {
    const other = '  - { name: lost, slack: [ { channel: "#nowhere" } ] }';
    const { status, stdout } = await run(`${other}\n${PAGE}`, 'page');
    expect(stdout).not.toContain('lost');
    expect(status).toBe(0);
    const wrong = await run(PAGE, 'pgae');
    expect(wrong.stderr).toContain('there is no receiver "pgae": write page');
    expect(wrong.status).toBe(1);
  });

  test('posts to a webhook what a real alert would be, firing and resolved', async () => {
    const bodies: string[] = [];
    const sink = await listen(
      createServer((request, response) => {
        request.on('data', (chunk: Buffer) => bodies.push(String(chunk)));
        request.on('end', () => response.end());
      }),
    );
    const url = `http://127.0.0.1:${sink.port}/`;
    const { status } = await run(`  - { name: hook, webhook: [ { url: "${url}" } ] }`);
    expect(status).toBe(0);
    expect(bodies.map((body): unknown => JSON.parse(body))).toMatchObject([
      { status: 'firing', receiver: 'hook', alerts: [{ labels: { alertname: 'Test' } }] },
      { status: 'resolved', receiver: 'hook', alerts: [{ status: 'resolved' }] },
    ]);
    await sink.stop();
  });

  test('sends two mails in one thread, and says who did not get them', async () => {
    const mailbox = await startMailbox();
    const smtp = `smtp: { url: "smtp://127.0.0.1:${mailbox.port}", from: tocsin@example.org }`;
    const receivers = `  - { name: mail, email: [ { to: [ana@example.com, ben@example.com] } ] }\n${smtp}`;
    expect(await run(receivers)).toMatchObject({ status: 0 });
    const [fired, closed, ...more] = mailbox.mails.map(({ email }) => email);
    expect(more).toEqual([]);
    expect(fired?.text).toContain('This is a test of the receiver mail. Nothing is wrong.');
    expect(closed?.text).toMatch(/^Resolved/u);
    expect(closed?.inReplyTo).toBe(fired?.messageId);
    mailbox.unwanted.set('ben@example.com', '550 5.1.1 no such user');
    const { status, stdout } = await run(receivers);
    expect(stdout).toMatch(
      /^FAILED +mail .*not told to all: ben@example.com: 550 5.1.1 no such user/mu,
    );
    expect(status).toBe(1);
    await mailbox.stop();
  });

  test('says what has no credentials, which is no failure', async () => {
    const file = path.join(world.folder, 'bare.yaml');
    await writeFile(file, 'receivers: [ { name: ops, slack: [ { channel: "#ops" } ] } ]');
    const { status, stdout } = await tocsin(['receivers', 'test', '--config', file]);
    expect(stdout).toMatch(/^unset +ops +slack\/#ops +the config gives no credentials/m);
    expect(status).toBe(0);
  });
});
