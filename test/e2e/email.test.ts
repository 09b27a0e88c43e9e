import { afterEach, beforeEach, expect, test } from 'vitest';
import type { App } from '../../src/app.ts';
import { startBot } from '../support/bot.ts';
import { spawnBot } from '../support/bot-process.ts';
import { collectLogLines } from '../support/log-lines.ts';
import { startMailbox, type Mailbox } from '../support/mailbox.ts';
import { untilQuiet } from '../support/quiet.ts';
import { until } from '../support/wait.ts';
import { configFor, postSns, signedAlarm, startWorld, type World } from '../support/world.ts';

let world: World;
let mailbox: Mailbox;
let bots: App[];

beforeEach(async () => {
  world = await startWorld(['incidents']);
  mailbox = await startMailbox();
  bots = [];
});
afterEach(async () => {
  for (const bot of bots) await bot.stop();
  await mailbox.stop();
  await world.stop();
});

/** All that is told is told by mail. */
function byMail(): string {
  return configFor(
    world,
    `
smtp: { url: "smtp://127.0.0.1:${mailbox.port}", from: tocsin@example.org }
route: { receiver: mail, group_by: [ApiName], group_wait: 0s, group_interval: 1s }
receivers: [ { name: mail, email: [ { to: [ana@example.com, ben@example.com] } ] } ]
`,
  );
}

async function start(onLog: (line: string) => void = () => {}): Promise<App> {
  const bot = await startBot({ config: byMail(), sns: world.sns, onLog });
  bots.push(bot);
  return bot;
}

async function becomes(url: string, name: string, state: 'ALARM' | 'OK', secondsAgo: number) {
  const at = new Date(Date.now() - secondsAgo * 1000);
  expect(await postSns(url, signedAlarm(world.sns, { name, state, at }))).toBe(200);
}

const untilMails = (number: number) =>
  until(`${number} mails`, () => mailbox.mails.length >= number, 40_000);

test('an alarm that fires, grows and is over is one thread in every mailbox', async () => {
  const { url } = await start();
  await becomes(url, 'errors', 'ALARM', 60);
  await untilMails(1);
  await becomes(url, 'latency', 'ALARM', 50);
  await untilMails(2);
  await becomes(url, 'errors', 'OK', 5);
  await becomes(url, 'latency', 'OK', 4);
  await until('the end', () => mailbox.mails.at(-1)?.email.text?.startsWith('Resolved after'));
  await untilQuiet(world.redis);

  const mails = mailbox.mails.map(({ email }) => email);
  const [first, second] = mails;
  expect(first?.subject).toBe('[Tocsin] errors · orders-api');
  expect(first?.text).toMatch(/^Firing · P0 critical\nerrors · orders-api\n/u);
  expect(first?.text).toContain('12.5');
  expect(second?.text).toContain('1 more firing: latency');
  for (const mail of mails.slice(1)) {
    expect(mail.subject).toBe('Re: [Tocsin] errors · orders-api');
    expect(mail.inReplyTo).toBe(first?.messageId);
  }
  for (const { to } of mailbox.mails) expect(to).toEqual(['ana@example.com', 'ben@example.com']);
  // A group that has ended begins another thread when it fires again.
  await becomes(url, 'errors', 'ALARM', 1);
  await until('a new thread', () => mailbox.mails.at(-1)?.email.subject === first?.subject);
  expect(mailbox.mails.at(-1)?.email.messageId).not.toBe(first?.messageId);
});

test('a bot that dies before it hears that a mail was taken sends it again under the same id', async () => {
  mailbox.fates.push('taken, then silence');
  const first = await spawnBot(world, byMail());
  await becomes(first.url, 'errors', 'ALARM', 60);
  await untilMails(1);
  await first.kill();
  const second = await spawnBot(world, byMail());
  await untilMails(2);
  await untilQuiet(world.redis);
  await second.stop();
  const ids = mailbox.mails.map(({ email }) => email.messageId);
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(1);
}, 60_000);

test('somebody whom the server does not know is in the log, and the mail is with the others', async () => {
  mailbox.unwanted.set('ben@example.com', '550 5.1.1 no such user');
  const log = collectLogLines();
  const { url } = await start(log.onLog);
  await becomes(url, 'errors', 'ALARM', 60);
  await untilMails(1);
  await until('the log names who is not there', () =>
    log.raw().some((line) => line.includes('ben@example.com: 550 5.1.1 no such user')),
  );
  await untilQuiet(world.redis);
  expect(mailbox.mails).toHaveLength(1);
});

test('a bot that stops leaves no connection to the mail server', async () => {
  const bot = await start();
  await becomes(bot.url, 'errors', 'ALARM', 60);
  await untilMails(1);
  await untilQuiet(world.redis);
  expect(mailbox.connections()).toBe(1);
  bots = [];
  await bot.stop();
  await until('nobody is connected', () => mailbox.connections() === 0);
});
