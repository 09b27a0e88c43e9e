import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { StoreUnavailable } from '../../src/engine/ports/inbox.ts';
import { createIntake } from '../../src/intake/http.ts';
import { modelEndpoints } from '../../src/intake/models/endpoints.ts';
import { readPrediction } from '../../src/intake/models/row.ts';
import { MOST_ROWS, readRows } from '../../src/intake/models/rows.ts';
import { createMemoryStore, type MemoryStore } from '../../src/store/memory/store.ts';

const NOW = Date.parse('2026-10-31T12:00:00Z');
const TODAY = Math.floor(NOW / 86_400_000);
const ANA = { entity: 'ana', date: '2026-10-30', probability: 0.8 };

let store: MemoryStore;
let url: string;
let close: () => void;
let fresh: string[];
let lines: string[];
let isAway: boolean;

beforeEach(async () => {
  store = createMemoryStore(() => NOW);
  [fresh, lines, isAway] = [[], [], false];
  const log = (fields: object, text: string) => void lines.push(JSON.stringify(fields) + text);
  const intake = createIntake({
    endpoints: modelEndpoints(
      [{ name: 'churn', version: '6' }],
      { token: 'of-models', max_body: 100_000, rate: { perSecond: 1, burst: 50 } },
      {
        now: () => NOW,
        onNew: (model, rows) => fresh.push(...rows.map(({ entity }) => `${model} ${entity}`)),
        predictions: {
          async keep(...asked) {
            if (isAway) throw new StoreUnavailable('away');
            return store.predictions.keep(...asked);
          },
          keepTruths: (...asked) => store.predictions.keepTruths(...asked),
        },
      },
    ),
    log: { info: log, warn: log },
    audit: () => {},
  });
  const server = createServer((request, response) => {
    if (!intake(request, response)) response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  url = `http://127.0.0.1:${port}/v1/models/`;
  close = () => server.close();
});

afterEach(() => close());

async function post(what: string, body: unknown, token = 'of-models') {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(url + what, { method: 'POST', body: text, headers });
  const answer = await response.text();
  return { status: response.status, answer: answer.startsWith('{') ? JSON.parse(answer) : answer };
}

test('a prediction is taken with all that is said of it, and one that does not say was made now, by the version in use', async () => {
  const whole = {
    ...ANA,
    at: '2026-10-30T07:00:00+02:00',
    label: 'stays',
    version: 7,
    trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
    seconds: '0.25',
    load_seconds: 3,
    of_no_use: [],
  };
  expect(await post('churn/predictions', whole)).toEqual({
    status: 200,
    answer: { accepted: 1, refused: 0 },
  });
  await post('churn/predictions', { ...ANA, entity: 17 });
  expect((await store.predictions.of('churn', 'ana')).predictions).toEqual([
    {
      entity: 'ana',
      day: TODAY - 1,
      at: Date.parse('2026-10-30T05:00:00Z'),
      probability: 0.8,
      label: 'stays',
      version: '7',
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      seconds: 0.25,
      loadSeconds: 3,
    },
  ]);
  expect((await store.predictions.of('churn', '17')).predictions).toEqual([
    { entity: '17', day: TODAY - 1, at: NOW, probability: 0.8, version: '6' },
  ]);
});

test('labels are taken as an array or a line each, in whatever words there are for true', async () => {
  const of = (entity: string, actual: unknown) => ({ entity, date: '2026-10-30', actual });
  const array = [of('ana', 1), of('ben', false), of('cem', 'TRUE')];
  expect((await post('churn/labels', array)).answer).toEqual({ accepted: 3, refused: 0 });
  const jsonl = [of('dia', '0'), of('eli', true)].map((row) => JSON.stringify(row)).join('\r\n');
  expect((await post('churn/labels', `${jsonl}\n`)).answer).toEqual({ accepted: 2, refused: 0 });
  const labels = await Promise.all(
    ['ana', 'ben', 'cem', 'dia', 'eli'].map((entity) => store.predictions.of('churn', entity)),
  );
  expect(labels.flatMap(({ truths }) => truths.map(({ actual }) => actual))).toEqual([
    1, 0, 1, 0, 1,
  ]);
});

test('the same again changes nothing, and is counted once', async () => {
  await post('churn/predictions', [ANA, ANA]);
  expect((await post('churn/predictions', ANA)).answer).toEqual({ accepted: 1, refused: 0 });
  expect(fresh).toEqual(['churn ana']);
});

test('rows that can not be used are refused one by one, with their places and without what is in them', async () => {
  const secret = 'someone@example.com';
  const rows = [
    ANA,
    { ...ANA, entity: undefined },
    { ...ANA, entity: secret, probability: 1.2 },
    { ...ANA, entity: secret, probability: 'high' },
    { ...ANA, entity: secret, date: 'yesterday' },
    { ...ANA, entity: secret, date: '2026-10-30T12:00:00' },
    { ...ANA, date: '2026-08-01' },
    { ...ANA, date: '2026-11-02' },
    { ...ANA, seconds: -1 },
    { ...ANA, label: 'x'.repeat(65) },
    { ...ANA, version: 'a\tb' },
    17,
    { ...ANA, entity: 'last', date: '2026-08-02' },
  ];
  const { status, answer } = await post('churn/predictions', rows);
  expect(status).toBe(200);
  expect(answer).toEqual({
    accepted: 2,
    refused: 11,
    rows: [
      { index: 1, why: 'has no entity: write a text of at most 200 characters' },
      { index: 2, why: 'probability is not a number from 0 to 1' },
      { index: 3, why: 'probability is not a number from 0 to 1' },
      { index: 4, why: 'date is not a day such as 2026-10-01, or a time with its zone' },
      { index: 5, why: 'date is not a day such as 2026-10-01, or a time with its zone' },
      { index: 6, why: 'date is more than 90 days ago: so long they are kept' },
      { index: 7, why: 'date is still to come' },
      { index: 8, why: 'seconds is not a number of seconds' },
      { index: 9, why: 'label is not a text of at most 64 characters' },
      { index: 10, why: 'version is not a text of at most 64 characters' },
      { index: 11, why: 'is no object of names and values' },
    ],
  });
  expect(lines.join('\n')).not.toContain(secret);
  expect(lines.join('\n')).not.toContain('ana');
  expect(lines.at(-1)).toContain('"rows":2,"refusedRows":11');
});

test('a line that is no JSON is refused alone; where nothing can be used, all is', async () => {
  const { status, answer } = await post('churn/predictions', `${JSON.stringify(ANA)}\n{"entity":`);
  expect([status, answer]).toEqual([
    200,
    { accepted: 1, refused: 1, rows: [{ index: 1, why: 'is not valid JSON' }] },
  ]);
  expect(await post('churn/predictions', [{ entity: 'ana' }])).toMatchObject({
    status: 400,
    answer: { accepted: 0, refused: 1 },
  });
  for (const body of ['', '[]', '[{"entity":"ana"}', 'nonsense', '[\n{"a":1},\n']) {
    expect([body, (await post('churn/predictions', body)).status]).toEqual([body, 400]);
  }
});

test('a day that the calendar does not have is none', async () => {
  for (const date of ['2026-09-31', '2026-09-31T10:00:00Z', '2026-02-29']) {
    const { answer } = await post('churn/predictions', [ANA, { ...ANA, date }]);
    const why = 'date is not a day such as 2026-10-01, or a time with its zone';
    expect([date, answer]).toEqual([date, { accepted: 1, refused: 1, rows: [{ index: 1, why }] }]);
  }
});

test('more rows than can be read in a moment are refused together, and none of them is kept', async () => {
  const rows = [ANA, ...Array.from({ length: MOST_ROWS }, () => 1)];
  expect(await post('churn/predictions', rows)).toEqual({
    status: 413,
    answer: `there are more than ${MOST_ROWS} rows: send them in several messages\n`,
  });
  expect((await store.predictions.of('churn', 'ana')).predictions).toEqual([]);
});

test('while many rows are read others are heard', async () => {
  let turns = 0;
  const count = setInterval(() => void (turns += 1));
  const body = Buffer.from(JSON.stringify(Array.from({ length: 5_000 }, () => ({}))));
  const { refused } = await readRows(body, (row) => readPrediction(row, NOW, '6'));
  clearInterval(count);
  expect(refused).toHaveLength(5_000);
  expect(turns).toBeGreaterThan(5);
});

test('who does not have the token learns nothing, and no more is taken than the config allows', async () => {
  expect(await post('churn/predictions', ANA, 'of-others')).toEqual({
    status: 401,
    answer: 'unauthorized\n',
  });
  expect((await post('price/predictions', ANA)).status).toBe(404);
  expect((await post('churn/predictions', 'x'.repeat(100_001))).status).toBe(413);
  const many = await Promise.all(Array.from({ length: 60 }, () => post('churn/labels', '{}')));
  expect(many.map(({ status }) => status)).toContain(429);
});

test('what is not durable is not acknowledged', async () => {
  isAway = true;
  expect((await post('churn/predictions', ANA)).status).toBe(503);
  expect(fresh).toEqual([]);
});

test('whatever a row is, it is taken or refused', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.anything(), { minLength: 1 }), async (rows) => {
      const text = JSON.stringify(rows);
      const doors = modelEndpoints(
        [{ name: 'churn', version: '6' }],
        { token: 't', max_body: 1_000 },
        { predictions: store.predictions, now: () => NOW, onNew: () => {} },
      );
      for (const { receive } of doors) {
        const {
          status,
          rows: kept = 0,
          refusedRows = 0,
        } = await receive({
          headers: {},
          body: Buffer.from(text),
          traceId: '',
        });
        expect(kept + refusedRows).toBe(rows.length);
        expect(status).toBe(kept > 0 ? 200 : 400);
      }
    }),
    { numRuns: 50 },
  );
});
