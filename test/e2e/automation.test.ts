import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startAwsActions, type AwsActions } from '../../demo/aws/start.ts';
import { isLocalSlackInstalled } from '../../demo/slack/workspace.ts';
import type { App } from '../../src/app.ts';
import { APPROVE, UNDO } from '../../src/handlers/action-runs/buttons.ts';
import { DO } from '../../src/handlers/walk/buttons.ts';
import { START } from '../../src/handlers/walk/start-button.ts';
import { messageOf, press, type AlertMessage } from '../support/alert-message.ts';
import { startBot } from '../support/bot.ts';
import { pressButton } from '../support/press-button.ts';
import { postsAbout, textOf, threadOf } from '../support/seen.ts';
import { slackUser, untilListening, type SlackUser } from '../support/slack-user.ts';
import { until } from '../support/wait.ts';
import { configFor, postAlerts, startWorld, type World } from '../support/world.ts';

const FUNCTION = 'orders-api';
/** A runbook with one step, which somebody else than who walks it approves. */
const GROW = `---
name: grow
title: Grow
answers: ['alertname="Slow start"']
severity: warning
owners: [shop]
---

## Mitigate (0–15 min)

### 1. Double the memory

\`\`\`action
name: lambda_memory
parameters: { function: '{{ labels.FunctionName }}', times: 2, region: us-east-1 }
second_person: true
\`\`\`
`;
/** It is looked every few seconds what became of what was begun. */
const PATIENCE = 60_000;

describe.skipIf(!isLocalSlackInstalled())('automation', () => {
  let world: World;
  let aws: AwsActions;
  let bot: App;
  let ana: SlackUser;
  let ben: SlackUser;

  beforeAll(async () => {
    aws = await startAwsActions();
    vi.stubEnv('AWS_ENDPOINT_URL_LAMBDA', aws.url);
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIA');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    world = await startWorld(['incidents', 'ops-feed'], {
      users: [
        { name: 'ana', realName: 'Ana Ruiz' },
        { name: 'ben', realName: 'Ben Okafor' },
      ],
    });
    ana = slackUser(world, 'ana', 'incidents');
    ben = slackUser(world, 'ben', 'incidents');
    const runbooks = path.join(world.folder, 'runbooks');
    await mkdir(runbooks);
    await writeFile(path.join(runbooks, 'grow.md'), GROW);
    const bound = `parameters: { function: '{{ labels.FunctionName }}', times: 2, region: us-east-1 }`;
    const config = `
route: { id: root, receiver: ops, group_by: [alertname, integration], group_wait: 0s, group_interval: 1s }
receivers: [ { name: ops, slack: [ { channel: "#incidents" } ] } ]
actions: { allow: [ { action: lambda_memory, targets: ["${FUNCTION}"], most: 4096 } ] }
automation:
  - { name: help, matchers: ['alertname="High latency"'], mode: act, action: lambda_memory, ${bound}, cooldown: 1s, per_day: 9 }
  - { name: vain, matchers: ['alertname="Out of memory"'], mode: suggest, action: lambda_memory, ${bound}, verify: { within: 1s } }
  - { name: rest, mode: act, action: manual }
runbooks: { dirs: ["${runbooks}"] }
access: { operator: ["${ana.id}", "${ben.id}"] }`;
    bot = await startBot({ config: configFor(world, config), sns: world.sns, lookEvery: 300 });
    await untilListening(world);
  });
  afterAll(async () => {
    await bot.stop();
    await world.stop();
    await aws.stop();
    vi.unstubAllEnvs();
  });

  function memory(): number | undefined {
    return aws.lambda.functions.get(FUNCTION)?.memory;
  }

  /** Waits until the function has so much memory, and Lambda is done with that. */
  async function untilSetTo(megabytes: number): Promise<void> {
    const found = await until(`there are ${megabytes} MB`, () => {
      const one = aws.lambda.functions.get(FUNCTION);
      return one?.memory === megabytes && one;
    });
    found.update = 'Successful';
  }

  async function post(alertname: string, status = 'firing'): Promise<void> {
    const labels = { alertname, severity: 'critical', FunctionName: FUNCTION };
    await postAlerts(bot.url, [{ labels, status }]);
  }

  /** The message in a thread that has a button. */
  async function shown({ ts }: AlertMessage, button: string) {
    return until(`there is ${button}`, async () => {
      const all = await world.workspace.messages('incidents');
      return all.find((one) => one.thread_ts === ts && textOf(one).includes(`"${button}"`));
    });
  }

  async function lineOf(message: AlertMessage, text: string): Promise<void> {
    await until(`the thread says ${text}`, async () =>
      (await threadOf(world, message)).some((line) => line.includes(text)),
    );
  }

  test(
    'does what is bound to an alert, in its thread, and says that it helped',
    async () => {
      await post('High latency');
      const message = await messageOf(world, 'High latency');
      await untilSetTo(1024);
      await lineOf(message, 'Automation “help” does what it is bound to');
      await lineOf(message, 'It has 1,024 MB.');
      await post('High latency', 'resolved');
      await lineOf(message, '“help” helped: the alert is over');
      expect(aws.effects).toEqual(['UpdateFunctionConfiguration']);
    },
    PATIENCE,
  );

  test(
    'asks where it only suggests; what did not help stops itself, and an alert says so',
    async () => {
      await post('Out of memory');
      const message = await messageOf(world, 'Out of memory');
      await lineOf(message, 'Automation “vain” answers Out of memory');
      const asked = await until('it is asked', async () => {
        const all = await world.workspace.messages('incidents');
        return all.find((one) => textOf(one).includes(APPROVE));
      });
      expect(memory()).toBe(1024);
      await pressButton(world, ana.id, asked, APPROVE);
      await untilSetTo(2048);
      await lineOf(message, '“vain” did not help within 1 s');
      await until('an alert says that it stopped', async () => {
        return (await postsAbout(world, 'Automation “vain” stopped itself')).length > 0;
      });
      expect(textOf(await ana.asks('/tocsin automation'))).toContain('Stopped');
      expect(textOf(await ana.asks('/tocsin automation start vain'))).toContain('goes on');
    },
    PATIENCE,
  );

  test(
    'a step of a runbook is asked for in its thread, done once somebody else approved it, and taken back',
    async () => {
      await post('Slow start');
      const message = await messageOf(world, 'Slow start');
      const before = (await ana.heard()).length;
      await press(world, ana, 'runbook', message);
      const offer = await until('it is offered', async () => (await ana.heard())[before]);
      await pressButton(world, ana.id, offer, START);
      await pressButton(world, ana.id, await shown(message, DO), DO);
      const asked = await shown(message, APPROVE);
      expect(textOf(asked)).toContain('Now: ');
      await pressButton(world, ana.id, asked, APPROVE);
      await until('she reads why not', async () =>
        (await ana.heard()).some((one) => textOf(one).includes('ou asked for this yourself')),
      );
      expect(memory()).toBe(2048);
      await pressButton(world, ben.id, asked, APPROVE);
      await untilSetTo(4096);
      await pressButton(world, ben.id, await shown(message, UNDO), UNDO);
      await pressButton(world, ana.id, await shown(message, APPROVE), APPROVE);
      await untilSetTo(2048);
      await until('both approvals are told', async () => {
        const lines = await threadOf(world, message);
        return lines.filter((line) => line.includes('has it done.')).length === 2;
      });
    },
    PATIENCE,
  );

  test('does nothing while it is off; what has no action is left to people', async () => {
    await post('Disk full');
    const message = await messageOf(world, 'Disk full');
    await lineOf(message, 'Manual intervention required. No automatic action answers this');
    expect(textOf(await ana.asks('/tocsin automation off'))).toContain('Automation is off.');
    await post('High latency');
    await messageOf(world, 'High latency');
    await until('an alert says that it is off', async () => {
      return (await postsAbout(world, 'Ana Ruiz turned automation off')).length > 0;
    });
    expect(memory()).toBe(2048);
  });
});
