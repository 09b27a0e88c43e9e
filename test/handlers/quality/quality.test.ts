import { beforeEach, describe, expect, test } from 'vitest';
import { DataProblem } from '../../../src/drift/data/problem.ts';
import { runOf } from '../../../src/drift/quality/runs/figures.ts';
import { createSlackClient } from '../../../src/delivery/slack/client.ts';
import type { Answer } from '../../../src/handlers/answer.ts';
import type { Tools } from '../../../src/handlers/handling.ts';
import { createMemoryStore, type MemoryStore } from '../../../src/store/memory/store.ts';
import { dataSet, reportOf, type Data } from '../../drift/quality/runs/worlds.ts';
import { DAY, HOUR, T0 } from '../../drift/runs/worlds.ts';
import { answerOf, stepFor } from '../../support/ask-command.ts';
import { noTools } from '../../support/no-tools.ts';
import { startSlackStandIn } from '../../support/slack-stand-in.ts';

const NOW = T0 + 3 * DAY + 7 * HOUR;
const BAD: Data = { rows: 99, hours: 60, missing: 0.4, low: 0.1 };

let store: MemoryStore;
let tools: Tools;
let found: Data | Error;

beforeEach(() => {
  store = createMemoryStore(() => NOW);
  found = BAD;
  tools = {
    ...noTools(() => NOW),
    quality: {
      sets: [dataSet(), dataSet({ name: 'users', title: 'users', schedule: 'never' })],
      states: store.quality,
      reports: store.qualityReports,
      async check(_, __, watch) {
        watch?.onProgress?.({ text: '120,000 rows, part 1 of 2' });
        if (found instanceof Error) throw found;
        return reportOf(found, NOW);
      },
    },
  };
});

/** Some days' runs, the last of which is of today. */
async function ran(...days: readonly Data[]): Promise<void> {
  for (const [index, data] of days.entries()) {
    const end = T0 + (4 - days.length + index) * DAY;
    const report = reportOf(data, end);
    const run = runOf(report, { start: end - DAY, end });
    await store.qualityReports.keep('orders', run, JSON.stringify(report));
  }
}

async function ask(text: string, said: string[] = []): Promise<Answer> {
  const step = await stepFor({ command: '/quality', text, tools, at: NOW });
  return answerOf(step, (far) => void said.push(far));
}

/** The lines of the tables of an answer. */
const tables = ({ blocks = [] }: Answer) =>
  blocks.flatMap((block) => {
    if (block.type !== 'rich_text') return [];
    const [, text = ''] = /"text":"((?:[^"\\]|\\.)*)"/u.exec(JSON.stringify(block)) ?? [];
    return [text.split(String.raw`\n`)];
  });

describe('/quality', () => {
  test('shows all data sets by their last runs, and why one can not be read', async () => {
    await ran(BAD);
    await store.quality.put('users', {
      streaks: {},
      firing: {},
      failure: { since: 1, tries: 3, againAt: 2, what: 'S3 does not answer.', mend: 'Wait.' },
    });
    const answer = await ask('');
    expect(answer.text.split('\n')).toEqual([
      'Data sets:',
      '🔴 orders: Orders · critical, 4 of 7 checks failed, 99 rows',
      '⚠️ users · not checked yet',
    ]);
    expect(JSON.stringify(answer.blocks)).toContain('S3 does not answer. Wait.');
    tools = { ...tools, quality: { ...tools.quality, sets: [] } };
    expect((await ask('')).text).toContain('No data set is looked at');
  });

  test('checks a data set now: the worst first, in lines for a phone', async () => {
    const said: string[] = [];
    const answer = await ask('orders', said);
    expect(answer.text.split('\n')).toEqual([
      '🔴 Quality of Orders: critical',
      '4 of 7 checks failed.',
      'at: the newest is 2 d 12 h old, at most 1 d wanted',
      'Volume: 99 rows, at least 100 wanted',
      'price (&gt;= 0): 9.9 values invalid (10 %), the first "-1" in row 7',
    ]);
    const [table = []] = tables(answer);
    expect(table).toEqual([
      '  CHECK        COLUMN           FOUND',
      '▲ freshness    at                 60h',
      '▲ volume                           99',
      '▲ validity     price             10 %',
      '▲ completeness email             40 %',
    ]);
    expect(Math.max(...table.map((line) => line.length))).toBeLessThanOrEqual(37);
    expect(said).toContain('120,000 rows, part 1 of 2');
    expect(await store.qualityReports.runs('orders')).toEqual([]);
    found = {};
    expect((await ask('orders')).text).toBe('🟢 Quality of Orders: ok\nAll 7 checks are ok.');
  });

  test('says why a data set can not be read, and what to do', async () => {
    found = new DataProblem('nothing-there', 'There is nothing at x.', 'Look there.');
    await expect(ask('orders')).rejects.toMatchObject({
      message: 'There is nothing at x',
      hint: 'Look there',
    });
    found = new DataProblem('unreachable', 'S3 does not answer.', 'Wait.');
    await expect(ask('orders')).rejects.toThrow('S3 does not answer');
  });

  test('shows what the last runs have found, and how each check went', async () => {
    await ran({ missing: 0.05 }, { missing: 0.2, hours: 7 }, { missing: 0.4 });
    const { text, blocks } = await ask('orders history');
    expect(text.split('\n')).toEqual([
      'Quality of Orders, the last 3 runs',
      '10-04 00:00   1/7     1,000 high',
      '10-03 00:00   2/7     1,000 warning',
      '10-02 00:00   0/7     1,000 ok',
    ]);
    expect(tables({ text, blocks: blocks ?? [] })[1]).toEqual([
      'email missing             ▂▅█   40 %',
      'at age                    ▂█▂     1h',
      'rows                      ███  1,000',
      'price invalid             ▁▁▁    0 %',
      'price invalid             ▁▁▁    0 %',
      'price missing             ▁▁▁    0 %',
      'at missing                ▁▁▁    0 %',
    ]);
    expect((await ask('users history')).text).toContain('not checked on schedule yet');
  });

  test('exports the last report as a file', async () => {
    const slack = await startSlackStandIn();
    try {
      tools = { ...tools, slack: createSlackClient('xoxb-1', slack.apiUrl) };
      await ran(BAD);
      expect((await ask('export orders')).text).toBe(
        'The last quality report of orders: all of it is in the file in our direct messages',
      );
      await ask('export orders json');
    } finally {
      await slack.stop();
    }
    const [csv, json] = slack.files;
    expect(csv).toMatchObject({ channel: 'DU0ANA', name: 'quality-orders-2026-10-04-abc123.csv' });
    expect(csv?.text.split('\r\n')[1]).toMatch(/^freshness,at,,critical,/u);
    expect(JSON.parse(json?.text ?? '')).toMatchObject({ severity: 'critical', failed: 4 });
  });

  test('suggests what was meant', async () => {
    await expect(ask('ordrs')).rejects.toMatchObject({ hint: 'write orders' });
    await expect(ask('orders histroy')).rejects.toMatchObject({
      hint: 'write /quality orders, or /quality orders history',
    });
    await expect(ask('export orders xml')).rejects.toMatchObject({ hint: 'write csv or json' });
    await expect(ask('export')).rejects.toMatchObject({ hint: 'write /quality export orders' });
    await expect(ask('export orders')).rejects.toThrow('orders was not checked on schedule yet');
  });
});
