import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import type { FaultKind } from '../../demo/faults.ts';
import type { App } from '../../src/app.ts';
import { keysOf } from '../../src/store/redis/keys.ts';
import { startBot } from '../support/bot.ts';
import { startHooks, type Hooks, type Post } from '../support/hooks.ts';
import { untilQuiet } from '../support/quiet.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { pagesAbout, postsAbout, textOf, threadOf } from '../support/seen.ts';
import { until } from '../support/wait.ts';
import { configFor, ROUTING_KEY, startWorld, TOKEN, type World } from '../support/world.ts';

const KINDS = [
  'error',
  'garbage',
  'rate-limited',
  'hang',
  'hang-after',
  'cut-before',
  'cut-after',
] as const satisfies readonly FaultKind[];

/** So many calls in a row go wrong before the service is well again. */
const OUTAGE = 6;
const PATIENCE = 120_000;
const UNKNOWN_KEY = 'X0123456789ABCDEF0123456789ABCDE';

vi.setConfig({ maxConcurrency: 50 });

/** Each is that of a team of the same name. */
const CHANNELS = ['archived', 'late', 'old-name', 'calling'];

let world: World;
let hooks: Hooks;
let bot: App;

beforeAll(async () => {
  const outages = KINDS.map((kind) => `away-${kind}`);
  const users = [{ name: 'lea', realName: 'Lea Vogt' }];
  world = await startWorld([...outages, 'ops-feed', ...CHANNELS], { users });
  world.slack.people.mark(lea(), { deleted: true });
  hooks = await startHooks();
  bot = await startBot({ config: configFor(world, routesFor(outages)), sns: world.sns });
});
afterAll(async () => {
  await bot.stop();
  await hooks.stop();
  await world.stop();
});

/** She has left. */
const lea = () => world.workspace.userIds['lea'] ?? '';

const mentionIn = (name: string) => (name === 'calling' ? `, mention: "<@${lea()}>"` : '');

/** Alerts of the team `x` are told in #x; those of `pager` to PagerDuty; the bot's own to its owners. */
function routesFor(channels: readonly string[]): string {
  const named = [...channels, ...CHANNELS, 'pager'];
  const routes = named.map((name) => `    - { matchers: ['team="${name}"'], receiver: ${name} }`);
  const receivers = [...channels, ...CHANNELS].map(
    (name) =>
      `  - { name: ${name}, slack: [ { channel: "#${name}"${mentionIn(name)} } ], pagerduty: [ { routing_key: "${ROUTING_KEY}" } ], fallback: spare }`,
  );
  return `
route:
  receiver: ops
  group_by: [alertname]
  group_wait: 0s
  group_interval: 1s
  routes:
    - { matchers: ['alertname=~"Tocsin.+"'], receiver: owners }
${routes.join('\n')}
receivers:
  - { name: ops, slack: [ { channel: "#ops-feed" } ] }
  - { name: pager, pagerduty: [ { routing_key: "${UNKNOWN_KEY}" } ], fallback: spare }
  - { name: spare, webhook: [ { url: "${hooks.url('spare')}" } ] }
  - { name: owners, webhook: [ { url: "${hooks.url('owners')}" } ] }
${receivers.join('\n')}
`;
}

async function post(url: string, name: string, status: 'firing' | 'resolved', team: string) {
  const alert = { status, labels: { alertname: name, team, severity: 'critical' } };
  const answer = await fetch(`${url}/v1/alerts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` },
    body: JSON.stringify({ alerts: [alert] }),
  });
  expect(answer.status).toBe(200);
}

const fires = (name: string, team: string) => post(bot.url, name, 'firing', team);
const ends = (name: string, team: string) => post(bot.url, name, 'resolved', team);

/** What a program was posted of alerts with a name or about an integration. */
function postsOf(hook: string, text: string): readonly Post[] {
  return hooks.posts(hook).filter(({ groupLabels }) => Object.values(groupLabels).includes(text));
}

async function health(url = bot.url) {
  const answer = await fetch(`${url}/health/detailed`);
  const failing = z.array(z.object({ integration: z.string(), why: z.string() }));
  return z.object({ status: z.string(), failing }).parse(await answer.json());
}

describe('a channel that can not be written to for a while', () => {
  test.concurrent.each(KINDS)(
    'shows how things are when it can, once, and nobody else waits for it: %s',
    async (kind) => {
      const channel = `away-${kind}`;
      const [before, during, after] = ['before', 'during', 'after'].map((one) => `${one}-${kind}`);
      const about = (name = '') => postsAbout(world, name, channel);
      await fires(before ?? '', channel);
      await until('it is told', async () => (await about(before)).length > 0, PATIENCE);

      world.slack.faults.next({ kind, channel, times: OUTAGE, retryAfter: 3 });
      const met = () => {
        const id = world.workspace.channelId(channel);
        return world.slack.calls.filter((call) => call.channel === id && call.outcome === kind);
      };
      await fires(during ?? '', channel);
      await until('the outage has begun', () => met().length > 0);
      await fires(after ?? '', channel);
      await ends(during ?? '', channel);
      await ends(before ?? '', channel);
      // Whatever Slack does, who carries a pager knows, and others hear of what is theirs.
      await until('it is paged', () => pagesAbout(world, after ?? '').length > 0, PATIENCE);

      await until('the outage is over', () => met().length >= OUTAGE, PATIENCE);
      await until('the newest is told', async () => (await about(after)).length > 0, PATIENCE);
      await until(
        'what ended is closed',
        async () => {
          const [message] = await about(before);
          return message !== undefined && (await threadOf(world, message, channel)).length > 0;
        },
        PATIENCE,
      );
      await until('nothing is under way', () => isSettled(`slack/#${channel}`), PATIENCE);

      const closed = await about(before);
      expect(closed.map(textOf)).toEqual([expect.stringContaining('🟢')]);
      const open = await about(after);
      expect(open.map(textOf)).toEqual([expect.not.stringContaining('🟢')]);
      // It began and ended meanwhile: if it was posted at all, it is closed.
      for (const message of await about(during)) expect(textOf(message)).toContain('🟢');
      expect((await about(during)).length).toBeLessThanOrEqual(kind.endsWith('-after') ? 1 : 0);
      await ends(after ?? '', channel);
    },
    3 * PATIENCE,
  );
});

/** Nothing is under way for an integration. */
async function isSettled(integration: string): Promise<boolean> {
  const under = await world.redis.client.zrange(keysOf('tocsin').outbox, 0, '-1');
  return !under.some((target) => target.endsWith(` ${integration}`));
}

describe('a receiver that refuses', () => {
  test.concurrent(
    'is replaced at once, is an alert of its own that says what to do, and over when it is mended',
    async () => {
      world.slack.channels.archive('#archived');
      await fires('lost', 'archived');
      const [instead] = await until('the fallback is told', () => {
        const posts = postsOf('spare', 'lost');
        return posts.length > 0 && posts;
      });
      expect(instead?.commonAnnotations['tocsin_note']).toMatch(
        /^Slack #archived has not been reached since \d\d:\d\d UTC \(the channel is archived\): told here instead$/u,
      );
      const about = 'slack/#archived';
      const [own] = await until('the owners are told', () => {
        const posts = postsOf('owners', about);
        return posts.length > 0 && posts;
      });
      expect(own?.alerts[0]).toMatchObject({
        status: 'firing',
        labels: {
          alertname: 'TocsinDeliveryFailing',
          integration: about,
          service: 'slack',
          channel: '#archived',
          receiver: 'archived',
          severity: 'critical',
        },
        annotations: {
          summary: expect.stringMatching(/^Slack #archived has taken nothing since .*archived$/u),
          description: expect.stringContaining('Unarchive it'),
        },
      });
      expect(await health()).toMatchObject({
        status: 'degraded',
        failing: expect.arrayContaining([
          expect.objectContaining({ integration: about, why: 'the channel is archived' }),
        ]),
      });
      // Others are unharmed.
      await fires('elsewhere', 'nobody');
      await until(
        'another channel is told',
        async () => (await postsAbout(world, 'elsewhere', 'ops-feed')).length > 0,
      );

      world.slack.channels.unarchive('#archived');
      await until(
        'the channel is told',
        async () => (await postsAbout(world, 'lost', 'archived')).length === 1,
        PATIENCE,
      );
      await until(
        'the owners hear that it is over',
        () => postsOf('owners', about).some(({ status }) => status === 'resolved'),
        PATIENCE,
      );
      await ends('lost', 'archived');
      await until(
        'the fallback hears of the end',
        () => postsOf('spare', 'lost').at(-1)?.status === 'resolved',
        PATIENCE,
      );
      expect(postsOf('spare', 'lost').map(({ status }) => status)).toEqual(['firing', 'resolved']);
    },
    2 * PATIENCE,
  );

  test.concurrent(
    'because nobody knows its routing key is an alert about exactly that',
    async () => {
      await fires('unpaged', 'pager');
      await until('the fallback is told', () => postsOf('spare', 'unpaged').length > 0);
      const own = await until('the owners are told', () =>
        hooks
          .posts('owners')
          .flatMap(({ alerts }) => alerts)
          .find(({ labels }) => labels['service'] === 'pagerduty'),
      );
      expect(own.labels['receiver']).toBe('pager');
      expect(own.annotations['summary']).toContain('does not know the routing key');
      await ends('unpaged', 'pager');
    },
    PATIENCE,
  );
});

describe('a channel that is renamed', () => {
  test.concurrent(
    'is written to all the same, and its owners are told what to write into the config',
    async () => {
      await fires('one', 'old-name');
      const postsIn = (name: string) => postsAbout(world, name, 'old-name');
      await until('it is told', async () => (await postsIn('one')).length === 1);
      world.slack.channels.rename('#old-name', 'new-name');
      await fires('two', 'old-name');
      await until('it is told there', async () => (await postsIn('two')).length === 1);
      const [own] = await until('the owners are told', () => {
        const posts = postsOf('owners', 'slack/#old-name');
        return posts.length > 0 && posts;
      });
      expect(own?.alerts[0]).toMatchObject({
        labels: { severity: 'warning' },
        annotations: {
          summary:
            'Slack #old-name: the channel was renamed to #new-name; it is still written to, by its id',
        },
      });
      await ends('one', 'old-name');
      await ends('two', 'old-name');
      await until('nothing is under way', () => isSettled('slack/#old-name'));
      expect(postsOf('spare', 'two')).toEqual([]);
      expect(postsOf('owners', 'slack/#old-name').map(({ status }) => status)).toEqual(['firing']);
    },
    PATIENCE,
  );
});

describe('a person who is mentioned and has left', () => {
  test.concurrent(
    'is an alert about exactly that, and the channel is told all the same',
    async () => {
      await fires('unheard', 'calling');
      await until(
        'it is told',
        async () => (await postsAbout(world, 'unheard', 'calling')).length === 1,
      );
      const [own] = await until('the owners are told', () => {
        const posts = postsOf('owners', 'slack/#calling');
        return posts.length > 0 && posts;
      });
      expect(own?.alerts[0]).toMatchObject({
        labels: { severity: 'warning', channel: '#calling', receiver: 'calling' },
        annotations: {
          summary: expect.stringMatching(
            /^Slack #calling: Lea Vogt \(U\w+\) is mentioned there and has no account any more/u,
          ),
          description: 'Mention somebody else, or a user group, in the config.',
        },
      });
      await ends('unheard', 'calling');
      expect(postsOf('spare', 'unheard')).toEqual([]);
    },
    PATIENCE,
  );
});

describe('what comes late in an outage', () => {
  test.concurrent(
    'is told by the fallback at once: the service has been away for long enough',
    async () => {
      const since = Date.now() - 5 * 60_000;
      const trouble = { since, at: Date.now(), again: Date.now() + 5_000, why: 'HTTP 503' };
      await world.redis.client.hset(
        keysOf('tocsin').troubles,
        'slack/#late',
        JSON.stringify({ ...trouble, severity: 'error' }),
      );
      world.slack.faults.next({ kind: 'error', channel: 'late', times: 3 });
      await fires('late', 'late');
      const [first] = await until('the fallback is told', () => {
        const posts = postsOf('spare', 'late');
        return posts.length > 0 && posts;
      });
      const time = new Date(since).toISOString().slice(11, 16);
      expect(first?.commonAnnotations['tocsin_note']).toContain(`not been reached since ${time}`);
      await until(
        'the channel is told when it is back',
        async () => (await postsAbout(world, 'late', 'late')).length === 1,
        PATIENCE,
      );
      await ends('late', 'late');
    },
    2 * PATIENCE,
  );
});

describe('a bot whose token is revoked', () => {
  let redis: TestRedis;
  let other: App;

  beforeAll(async () => {
    redis = await startRedis();
    world.slack.tokens.issue('xoxb-of-other');
    const config = configFor(world, routesFor([]))
      .replace(world.workspace.botToken, 'xoxb-of-other')
      .replace(/app_token: "[^"]*"/u, 'app_token: ""')
      .replace(world.redis.url, redis.url)
      .replaceAll('/owners"', '/owners-of-other"')
      .replaceAll('/spare"', '/spare-of-other"');
    other = await startBot({ config, sns: world.sns });
  });
  afterAll(async () => {
    await other.stop();
    await redis.stop();
  });

  test(
    'says so in one alert, takes alarms in, and pages',
    async () => {
      await post(other.url, 'taken', 'firing', 'late');
      await until(
        'Slack has it',
        async () => (await postsAbout(world, 'taken', 'late')).length > 0,
      );
      world.slack.tokens.revoke('xoxb-of-other');
      await post(other.url, 'first', 'firing', 'archived');
      await post(other.url, 'second', 'firing', 'late');
      await until('it is paged', () => pagesAbout(world, 'second').length > 0);
      await until('both fallbacks are told', () => hooks.posts('spare-of-other').length >= 2);
      const own = await until('the owners are told', () => {
        const posts = hooks.posts('owners-of-other');
        return posts.length > 0 && posts;
      });
      expect(own.map(({ alerts }) => alerts[0]?.labels['integration'])).toEqual(['slack']);
      expect(own[0]?.alerts[0]?.annotations['summary']).toMatch(
        /^Slack has taken nothing since .*: the bot's token was revoked; concerned: #/u,
      );
      expect((await health(other.url)).failing.map(({ integration }) => integration)).toEqual(
        expect.arrayContaining(['slack/#archived', 'slack/#late']),
      );
      for (const [name, team] of [
        ['taken', 'late'],
        ['first', 'archived'],
        ['second', 'late'],
      ] as const) {
        await post(other.url, name, 'resolved', team);
      }
    },
    PATIENCE,
  );
});

test(
  'after all that nothing is left to be told',
  async () => {
    await untilQuiet(world.redis, PATIENCE);
    for (const name of ['lost', 'unpaged', 'late']) {
      const statuses = postsOf('spare', name).map(({ status }) => status);
      expect([name, statuses.filter((one) => one === 'firing').length]).toEqual([name, 1]);
      expect([name, statuses.at(-1)]).toEqual([name, 'resolved']);
    }
  },
  PATIENCE,
);
