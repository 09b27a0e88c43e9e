import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isLocalSlackInstalled } from '../../demo/slack/workspace.ts';
import { createRedisAudit } from '../../src/store/redis/audit.ts';
import { keysOf } from '../../src/store/redis/keys.ts';
import { startBot } from '../support/bot.ts';
import { spawnBot, type BotProcess } from '../support/bot-process.ts';
import { postsAbout, textOf, threadOf } from '../support/seen.ts';
import { slackScreen } from '../support/slack-screen.ts';
import { saidTo } from '../support/direct-messages.ts';
import {
  acknowledgements,
  slackUser,
  untilListening,
  type SlackUser,
} from '../support/slack-user.ts';
import { pressButton } from '../support/press-button.ts';
import { pressCancel } from '../support/press-cancel.ts';
import { until } from '../support/wait.ts';
import { configFor, startWorld, type World } from '../support/world.ts';

const KILLS = 6;
const NAMES = Array.from({ length: KILLS }, (_, index) => `person-${index}`);

describe.skipIf(!isLocalSlackInstalled())('a command that was acknowledged', () => {
  let world: World;
  let ana: SlackUser;
  let people: readonly SlackUser[];
  /** How often a bot was started. */
  let starts = 0;

  beforeAll(async () => {
    const users = ['ana', ...NAMES].map((name) => ({ name, realName: name }));
    world = await startWorld(['incidents', 'ops-feed'], { users });
    ana = slackUser(world, 'ana');
    people = NAMES.map((name) => slackUser(world, name));
  });
  afterAll(() => world.stop());

  async function silenced(): Promise<readonly string[]> {
    const found: string[] = [];
    const audit = createRedisAudit(world.redis.client, keysOf('tocsin'));
    for await (const { action, details } of audit.list()) {
      if (action === 'silenced') found.push(details?.['matchers'] ?? '');
    }
    return found;
  }

  function spawn(config: string): Promise<BotProcess> {
    starts += 1;
    return spawnBot(world, config);
  }

  /** Who had something cancelled. */
  async function cancelled(): Promise<readonly string[]> {
    const found: string[] = [];
    const audit = createRedisAudit(world.redis.client, keysOf('tocsin'));
    for await (const { action, actor } of audit.list()) {
      if (action === 'job-cancelled') found.push(actor);
    }
    return found;
  }

  function isAsked(id: string): boolean {
    return world.slack.calls.some(
      ({ method, args }) => method === 'users.info' && args.user === id,
    );
  }

  test('is carried out once, and answered, however the bot is killed', async () => {
    const config = configFor(world);
    let bot: BotProcess = await spawn(config);
    const lines = Array.from({ length: KILLS }, (_, index) => `n="${index}"`);
    let hung = 0;
    for (const [index, what] of lines.entries()) {
      await untilListening(world, starts);
      // Another one each time: who somebody is is asked once.
      const person = people[index] ?? ana;
      // Every other one is killed while it asks Slack who that is; the others wherever they are.
      const hangs = index % 2 === 0;
      if (hangs) world.slack.faults.next({ kind: 'hang', method: 'users.info', times: 3 });
      await person.types(`/silence 1h ${what}`);
      if (hangs) {
        await until('it asks who that is', () => isAsked(person.id));
        hung += (await silenced()).includes(what) ? 0 : 1;
      }
      await bot.kill();
      world.slack.faults.clear();
      bot = await spawn(config);
    }
    await until(
      'all are answered',
      async () => {
        const heard = await Promise.all(people.map((person) => person.heard()));
        return lines.every((what, index) => heard[index]?.some(({ text }) => text.includes(what)));
      },
      60_000,
    );
    expect((await silenced()).toSorted()).toEqual(lines);
    expect(hung).toBe(KILLS / 2);
    expect(await bot.stop()).toBe(0);
  }, 120_000);

  test('goes on after a kill in the message that showed how far it was; only who may cancels it', async () => {
    const [ben = ana] = people;
    const config = `${configFor(world)}\naccess: { default: viewer }`;
    const file = path.join(world.folder, 'go-on');
    let bot = await spawn(config);
    await untilListening(world, starts);
    await ana.types(`/slow ${file}`);
    await ana.types(`/slow ${file}-never`);
    const talk = () => saidTo(world.workspace, 'ana');
    const shown = async () => (await talk()).filter((one) => one['ephemeral_to'] === undefined);
    await until('both show how far they are', async () => {
      const messages = await shown();
      return messages.length === 2 && messages.every(({ text }) => text.includes('50 %'));
    });
    await bot.kill();
    bot = await spawn(config);
    await untilListening(world, starts);

    const never = await until('there is the other', async () =>
      (await shown()).find(({ text }) => text.includes('-never')),
    );
    // He could only have forged it: the message is in her talk with the bot.
    await pressCancel(world, ben, never);
    const refused = await until('he is refused', async () =>
      (await talk()).find((one) => one['ephemeral_to'] === ben.id),
    );
    expect(refused.text).toContain('That takes the role *operator*');
    expect(await cancelled()).toEqual([]);
    await pressCancel(world, ana, never);
    await until('it says so', async () => (await textOfAll()).includes('Cancelled by ana'));
    expect(await cancelled()).toEqual([`slack:${ana.id}`]);

    await writeFile(file, '');
    await until('it is done', async () => (await textOfAll()).includes('The file is there.'));
    expect(await shown()).toHaveLength(2);
    expect(await textOfAll()).not.toContain('50 %');
    expect(await bot.stop()).toBe(0);

    async function textOfAll(): Promise<string> {
      return (await shown()).map(textOf).join('\n');
    }
  }, 60_000);

  test('of a walk, pressed or written in a form, counts once, and it is walked to its end', async () => {
    const screen = await slackScreen(world);
    let bot = await spawn(configFor(world));
    await untilListening(world, starts);
    await ana.types('/runbook memory');
    const card = async () =>
      (await world.workspace.messages('ops-feed')).find((one) => textOf(one).includes('📖 Memory'));
    const at = (step: number) =>
      until(`step ${step}`, async () => {
        const shown = await card();
        return shown !== undefined && textOf(shown).includes(`step ${step} of `)
          ? shown
          : undefined;
      });
    const first = await at(1);
    const before = await acknowledgements(world);
    await pressButton(world, ana.id, first, 'walk:choice-0');
    await until('it is taken', async () => (await acknowledgements(world)) > before);
    await bot.kill();
    bot = await spawn(configFor(world));
    await untilListening(world, starts);

    const { ts } = first;
    const steps = Number(/step 1 of (\d+)/u.exec(textOf(first))?.[1]);
    for (let step = 2; step <= steps; step += 1) {
      await pressButton(world, ana.id, await at(step), 'walk:skip');
      await until('the form is there', () => screen.modal()?.submit !== undefined);
      screen.submits(ana.id, { text: { type: 'plain_text_input', value: `why ${step}` } });
      await until('it is closed', () => screen.modal() === undefined);
    }
    await until('it is over', async () => (await postsAbout(world, 'Walked:', 'ops-feed')).length);
    const thread = await until('all is told', async () => {
      const lines = await threadOf(world, { ts }, 'ops-feed');
      return lines.length === steps + 1 ? lines : undefined;
    });
    expect(thread[0]).toContain('✅ ana did 1.');
    expect(thread.slice(1, -1).every((line, index) => line.includes(`why ${index + 2}`))).toBe(
      true,
    );
    expect(thread.at(-1)).toContain(`is walked: ${steps} steps`);
    screen.close();
    expect(await bot.stop()).toBe(0);
  }, 120_000);

  test('is not acknowledged while Redis does not answer: that is said, in time', async () => {
    const bot = await startBot({ config: configFor(world), sns: world.sns });
    await untilListening(world, starts + 1);
    await ana.asks('/tocsin whoami');
    world.redis.pause();
    try {
      const { text } = await ana.asks('/tocsin status');
      expect(text).toContain('Redis does not answer');
    } finally {
      world.redis.goOn();
    }
    const before = (await ana.heard()).length;
    await until('it is answered after all', async () => (await ana.heard()).length > before);
    expect((await ana.heard()).at(-1)?.text).toContain('is running');
    await bot.stop();
  });
});
