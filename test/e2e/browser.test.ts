import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isLocalSlackInstalled } from '../../demo/slack/workspace.ts';
import type { App } from '../../src/app.ts';
import { startBot } from '../support/bot.ts';
import { untilQuiet } from '../support/quiet.ts';
import { slackUser, untilListening } from '../support/slack-user.ts';
import { configFor, postAlerts, startWorld, type World } from '../support/world.ts';

const CHROMIUM = '/usr/bin/chromium';
const WEB_TOKEN = 'a-token-of-24-characters';

describe.skipIf(!isLocalSlackInstalled() || !existsSync(CHROMIUM))('on Slack’s page', () => {
  let world: World;
  let bot: App;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const users = [
      { name: 'ana', realName: 'Ana Ruiz' },
      { name: 'bob', realName: 'Bob Okafor' },
    ];
    world = await startWorld(['incidents', 'ops-feed'], { users });
    const config = `
route: { id: root, receiver: ops, group_by: [alertname, team], group_wait: 0s, group_interval: 1s }
receivers: [ { name: ops, slack: [ { channel: "#incidents" } ] } ]
access: { operator: ["${slackUser(world, 'ana').id}"] }
web: { token: ${WEB_TOKEN} }`;
    bot = await startBot({ config: configFor(world, config), sns: world.sns });
    await untilListening(world);
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
    page = await browser.newPage({ viewport: { width: 1_200, height: 900 } });
    await page.goto(world.workspace.url);
    await page.locator('.actas select').last().selectOption({ label: 'Ana Ruiz' });
    const alert = { team: 'shop', severity: 'critical' };
    await postAlerts(bot.url, [
      {
        labels: { ...alert, alertname: 'orders-5xx' },
        annotations: { summary: '5XX share 12.4 %, over 10 % for 5 min' },
      },
    ]);
    await untilQuiet(world.redis);
  });
  afterAll(async () => {
    await browser.close();
    await bot.stop();
    await world.stop();
  });

  const message = () => page.locator('.messages .msg').filter({ hasText: 'orders-5xx' }).first();

  test('somebody reads the message, and presses Acknowledge: the message shows it', async () => {
    await page.getByText('incidents').first().click();
    await message().getByText('5XX share 12.4 %').waitFor();
    await message().getByRole('button', { name: 'Acknowledge', exact: true }).click();
    await message().getByText('Ana Ruiz').first().waitFor();
    await message().getByRole('button', { name: 'Unacknowledge' }).waitFor();
    expect(await message().getByRole('button', { name: 'Acknowledge', exact: true }).count()).toBe(
      0,
    );
  });

  test('opens Silence…, says why, and submits: the message shows it', async () => {
    await message().getByRole('button', { name: 'Silence…' }).click();
    const form = page.locator('.modal');
    await form.getByText('Mutes 1 alert that fires now: orders-5xx (critical).').waitFor();
    await form
      .locator('.bk-input')
      .filter({ hasText: 'Why' })
      .locator('input')
      .fill('deploying 4.1');
    await form.getByRole('button', { name: 'Silence', exact: true }).click();
    await page.getByText('Silenced. Mutes 1 alert that fires now').waitFor();
    await message().getByText('🔕').first().waitFor();
    expect(await message().innerText()).toContain('silenced until');
  });

  test('sees it at home, and ends the silence there: the message shows that, too', async () => {
    await page.locator('.sidebar-item').filter({ hasText: '🏠' }).click();
    const home = page.locator('.home');
    await home.getByText('deploying 4.1').waitFor();
    await home.getByText('Ana Ruiz has it').first().waitFor();
    await home.getByRole('button', { name: 'Expire' }).click();
    await home.getByText('Nothing is silenced.').waitFor();
    await page.getByText('incidents').first().click();
    await message().getByText('🔴').first().waitFor();
    expect(await message().innerText()).not.toContain('silenced');
  });

  test('chooses Resolve from the menu: the message is green', async () => {
    await message().locator('select.bk-overflow').selectOption('resolve');
    await message().getByText('🟢').first().waitFor();
    expect(await message().innerText()).toContain('Resolved by Ana Ruiz');
  });

  test('signs in to the board of the queues, sees each and what was done, and signs out', async () => {
    const board = await browser.newPage({ viewport: { width: 1_280, height: 860 } });
    board.setDefaultTimeout(5_000);
    const troubles: string[] = [];
    board.on('pageerror', ({ message: said }) => troubles.push(said));
    board.on('response', (answer) => {
      if (answer.status() >= 400) troubles.push(`${answer.status()} ${answer.url()}`);
    });
    await board.goto(`${bot.url}/queues/queue/chat`);
    await board.getByLabel('Token').fill('not-the-token-of-the-bot');
    await board.getByRole('button', { name: 'Sign in' }).click();
    await board.getByText('That is not the token.').waitFor();
    expect(troubles.splice(0)).toEqual([`401 ${bot.url}/sign-in`]);
    await board.getByLabel('Token').fill(WEB_TOKEN);
    await board.getByRole('button', { name: 'Sign in' }).click();

    await board.getByText('"silence:expire"').first().waitFor();
    const keys = await world.redis.client.keys('{tocsin}:queue:*:meta');
    expect(keys.length).toBeGreaterThanOrEqual(5);
    for (const key of keys) {
      const name = key.split(':').at(-2) ?? '';
      await board.getByRole('link', { name, exact: true }).first().waitFor();
    }
    expect(await board.getByRole('button', { name: /retry|clean|pause|add job/iu }).count()).toBe(
      0,
    );

    await board.locator('header').getByRole('button').last().click();
    await board.getByText('Sign out').click();
    await board.getByRole('button', { name: 'Sign out' }).click();
    await board.getByLabel('Token').waitFor();
    expect(troubles).toEqual([]);
    await board.close();
  });
});
