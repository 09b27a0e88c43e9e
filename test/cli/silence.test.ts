import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openRunningBot } from '../../src/app/running-bot.ts';
import { checkEnd, parseInstant, parseSpan } from '../../src/asking/spans.ts';
import { extended } from '../../src/cli/silence/extend.ts';
import { findSilence } from '../../src/cli/silence/find.ts';
import { plannedSilence } from '../../src/asking/planned-silence.ts';
import { personNamed } from '../../src/cli/person.ts';
import { readMatchers } from '../../src/asking/silence-matchers.ts';
import { Mistake } from '../../src/config/mistake.ts';
import { loadConfig } from '../../src/config/load.ts';
import { keysOf } from '../../src/store/redis/keys.ts';
import { untilQuiet } from '../support/quiet.ts';
import { startRedis } from '../support/redis.ts';
import { startLiveBot, type LiveBot } from './support/live-bot.ts';
import { tocsin } from './support/tocsin.ts';

const KEYS = keysOf('tocsin');
const HOUR = 3_600_000;
/** Where many programs are started one after the other, in milliseconds. */
const SLOW = 120_000;
const TIME = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ`;

let bot: LiveBot;

beforeAll(async () => {
  bot = await startLiveBot('route: { group_by: [alertname], group_wait: 0s, group_interval: 1h }');
  await bot.fires(
    { alertname: 'disk-full', severity: 'warning', team: 'data' },
    { alertname: 'orders-5xx', severity: 'critical', team: 'shop', region: 'eu' },
    { alertname: 'orders-5xx', severity: 'critical', team: 'shop', region: 'us' },
  );
  await untilQuiet(bot.redis);
});
afterAll(() => bot.stop());
beforeEach(async () => {
  await bot.redis.client.del(KEYS.silences, KEYS.silencesVersion);
});

const silence = (...args: readonly string[]) => bot.run('silence', ...args);
const comment = ['--comment', 'deploying'] as const;

/** Adds a silence; its id. */
async function added(...args: readonly string[]): Promise<string> {
  const { stdout, stderr } = await silence('add', ...args, ...comment, '--json');
  expect(stderr).toBe('');
  return JSON.parse(stdout).id;
}

const listed = async (...args: readonly string[]) =>
  JSON.parse((await silence('list', '--json', ...args)).stdout);

/** What is complained of, without commander's line about --help. */
async function refusal(...args: readonly string[]) {
  const { status, stdout, stderr } = await silence(...args);
  return { status, stdout, stderr: stderr.replace('(--help tells more)\n', '') };
}

describe('tocsin silence add', () => {
  test('says what it mutes, the worst first, then what there is', async () => {
    const { status, stdout, stderr } = await silence(
      'add',
      'team=~"data|shop"',
      'alertname!=other',
      '--for',
      '2h',
      '--comment',
      'deploying \u001B[31m4.1',
    );
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      new RegExp(
        `^mutes 3 alerts that fire now: orders-5xx \\(critical, 2 alerts\\), disk-full \\(warning\\)\n` +
          `silence [0-9a-f]{8}: active, until ${TIME} \\(in 2 h\\): team=~"data\\|shop", alertname!="other"\n$`,
        'u',
      ),
    );
    expect(await listed()).toMatchObject([
      { state: 'active', createdBy: 'ana', comment: 'deploying \u001B[31m4.1' },
    ]);
    expect((await silence('list')).stdout.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });

  test('prints JSON, and takes times, a name and amtool’s bare matchers', async () => {
    const until = new Date(Date.now() + 3 * HOUR).toISOString();
    const from = new Date(Date.now() + HOUR).toISOString();
    const times = ['--from', from, '--until', until, '--by', 'bob'];
    const { stdout } = await silence('add', 'alertname=x', ...times, ...comment, '--json');
    expect(JSON.parse(stdout)).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}$/u),
      state: 'pending',
      matchers: ['alertname="x"'],
      startsAt: from,
      endsAt: until,
      createdBy: 'bob',
      comment: 'deploying',
      mutes: { firing: { count: 0, names: '' } },
    });
  });

  test(
    'with --dry-run only says what it would mute, and what of the last week it would have muted, as far as recorded',
    async () => {
      const folder = path.join(bot.folder, 'data', 'recordings');
      const ago = (hours: number) => new Date(Date.now() - hours * HOUR).toISOString();
      const line = (hours: number, ...labels: readonly object[]) => {
        const alerts = labels.map((one) => ({ labels: one }));
        return `${JSON.stringify({ at: ago(hours), source: 'tocsin', body: { alerts } })}\n`;
      };
      const args = ['add', 'team=data', '--for', '1h', ...comment, '--dry-run'];
      expect((await silence(...args, '--json')).stdout).toBe(
        `${JSON.stringify({ mutes: { firing: { count: 1, names: 'disk-full (warning)' } } }, null, 2)}\n`,
      );
      expect(await listed()).toEqual([]);
      await mkdir(folder, { recursive: true });
      await writeFile(
        path.join(folder, 'a.jsonl'),
        line(24 * 8, { alertname: 'too-old', team: 'data' }) +
          line(30, { alertname: 'a', team: 'data' }, { alertname: 'b', team: 'ml' }) +
          line(20, { alertname: 'a', team: 'data' }) +
          line(10, { alertname: 'c', team: 'data', severity: 'critical' }),
      );
      expect((await silence(...args)).stdout).toBe(
        'mutes 1 alert that fires now: disk-full (warning)\n' +
          'in the last week it would have muted 2 alerts that came: c (critical), a (warning)\n',
      );
      await writeFile(path.join(folder, 'a.jsonl'), '{\n');
      const broken = await silence(...args);
      expect(broken.stdout).toBe('mutes 1 alert that fires now: disk-full (warning)\n');
      expect(broken.stderr).toMatch(/^tocsin: the last week is left out: .*a\.jsonl:1: /u);
      await rm(folder, { recursive: true });
    },
    SLOW,
  );

  test('refuses what can not be with 2, and says what to write', async () => {
    const args = ['add', 'team=~".*"', '--for', '1h', ...comment];
    expect(await refusal(...args)).toEqual({
      status: 2,
      stdout: '',
      stderr:
        'error: team=~".*" holds for every alert without these labels; ' +
        'write team=~".+", or add one that names a value: alertname="orders-5xx"\n',
    });
  });
});

describe('what is refused', () => {
  const NOW = Date.parse('2026-01-06T00:00:00Z');
  const PAST = Date.parse('2020-01-01T00:00:00Z');
  const planned = (times: { for?: number; until?: number; from?: number }) => () => {
    checkEnd(times);
    return plannedSilence({ matchers: [], by: 'ana', comment: 'c', ...times }, NOW);
  };
  const known = { id: 's1', matchers: [], startsAt: 0, createdBy: 'ana', comment: '' };

  test.each<[string, () => unknown, string, string]>([
    ['matchers that hold for all', () => readMatchers(['team!=x']), 'holds for', 'add one'],
    ['an expression', () => readMatchers(['team=~"("']), 'not a regular', 'write it in RE2'],
    ['a name alone', () => readMatchers(['team']), 'not a matcher', 'write name="value"'],
    ['no end', planned({}), 'nothing says when it ends', 'write --for 2h'],
    ['two ends', planned({ for: HOUR, until: NOW + 1 }), 'exclude each other', 'write one'],
    ['an end that is past', planned({ until: PAST }), 'Z is past', 'write a later --until'],
    ['a start that is past', planned({ for: HOUR, from: PAST }), 'is past', 'leave --from out'],
    [
      'an end before the start',
      planned({ until: NOW + 1, from: NOW + HOUR }),
      'it would end before it begins, at 2026-01-06T01:00:00Z',
      'write a later --until',
    ],
    ['no time', () => parseSpan('0'), '0 is no time', 'write a duration'],
    ['words', () => parseSpan('2 hours'), 'is not a duration', 'write 2h'],
    ['a day without a time', () => parseInstant('2099-01-01'), 'is no time', 'write ISO 8601'],
    ['nobody', () => personNamed(' '), 'nobody says who it is', 'write --by'],
    [
      'an extension that is shorter',
      () => extended({ ...known, endsAt: NOW + 2 * HOUR }, { for: HOUR }, NOW),
      's1 holds until 2026-01-06T02:00:00Z already',
      'write a later end: --for counts from now, not from that end; to end it early: tocsin silence expire s1',
    ],
  ])('%s, with what to write', (_, read, what, instead) => {
    const mistake = caught(read);
    expect(mistake).toBeInstanceOf(Mistake);
    expect(mistake).toMatchObject({
      message: expect.stringContaining(what),
      hint: expect.stringContaining(instead),
    });
  });

  test('an extension of what is over', () => {
    const read = () => extended({ ...known, endsAt: NOW }, { for: HOUR }, NOW);
    expect(read).toThrow('s1 is over: write tocsin silence add, with the same matchers');
  });
});

function caught(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    return error;
  }
}

test('a silence is found by the beginning of its id, if no other begins so', () => {
  const silences = ['ab12', 'ab34', 'ab'].map((id) => ({
    id,
    matchers: [],
    startsAt: 0,
    endsAt: 1,
    createdBy: 'ana',
    comment: '',
  }));
  expect(findSilence('ab1', silences).id).toBe('ab12');
  expect(findSilence('ab', silences).id).toBe('ab');
  expect(() => findSilence('a', silences)).toThrow('several silences begin with a: `tocsin');
  expect(() => findSilence('', silences)).toThrow('there is no silence');
});

test(
  'silences are listed, extended and expired',
  async () => {
    const over = await added('team=over', '--for', '1h');
    const late = await added('team=late', '--for', '1h');
    const extension = await silence('extend', late, '--for', '5h');
    expect(extension.stdout).toMatch(
      new RegExp(`^silence ${late}: active, until ${TIME} \\(in 5 h\\): team="late"\n$`, 'u'),
    );
    const { status, stdout, stderr } = await silence('expire', over.slice(0, 7), 'nonsense', over);
    expect([status, stdout]).toEqual([
      1,
      expect.stringMatching(new RegExp(`^silence ${over}: expired, since ${TIME}: team="over"\n$`)),
    ]);
    expect(stderr).toBe(
      'tocsin: there is no silence nonsense: `tocsin silence list` shows those there are\n' +
        `tocsin: ${over} is over already\n`,
    );
    expect((await silence('list')).stdout.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^ID +STATE +BEGINS +ENDS +BY +MATCHERS +COMMENT$/u),
      expect.stringMatching(
        new RegExp(`^${late} +active +${TIME} +${TIME} +ana +team="late" +deploying$`, 'u'),
      ),
    ]);
    expect(await listed('--expired')).toMatchObject([{ id: over, state: 'expired' }]);
  },
  SLOW,
);

describe('without a bot', () => {
  test('the command says that nobody took it up', async () => {
    const redis = await startRedis();
    const { config } = loadConfig({ text: `redis: { url: "${redis.url}" }`, env: {} });
    if (config === undefined) throw new Error('the config is wrong');
    const alone = await openRunningBot(config, 50);
    const event = { type: 'expire-silence', traceId: 't', id: 's', by: 'ana' } as const;
    await expect(alone.ask(event)).rejects.toThrow(/^no bot took it up within/u);
    expect(await redis.client.xlen(KEYS.inbox)).toBe(1);
    alone.close();
    await redis.stop();
  });

  test('it says that Redis is not there', async () => {
    const file = path.join(bot.folder, 'nobody.yaml');
    await writeFile(file, `data_dir: ${bot.folder}/nobody\n`);
    const { status, stderr } = await tocsin(['silence', 'list', '--config', file]);
    expect(status).toBe(1);
    expect(stderr).toContain('tocsin: no bot runs with the data folder');
  });
});
