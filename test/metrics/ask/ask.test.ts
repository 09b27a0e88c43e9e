import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitWords } from '../../../src/handlers/commands/words.ts';
import { parseAsk, type Asked } from '../../../src/metrics/ask/ask.ts';
import { UnknownMetric } from '../../../src/metrics/ask/unknown-metric.ts';
import { Mistake } from '../../../src/config/mistake.ts';
import { mistakeOr } from '../../config/mistake-or.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const now = Date.parse('2026-11-20T13:20:00Z');
const context = {
  now,
  timeZone: 'Europe/Berlin',
  saved: ['api-latency', 'errors', 'successes', '5xx-share'],
  sources: ['eu', 'us', 'prom'],
};

function ask(text: string): Asked {
  return parseAsk(splitWords(text), context);
}

const last = (hours: number) => ({ from: now - hours * HOUR, to: now });
const saved = (name: string) => ({ kind: 'saved', name });
const lambdaErrors = {
  kind: 'metric',
  namespace: 'AWS/Lambda',
  metric: 'Errors',
  dimensions: { FunctionName: 'checkout' },
};

describe('a saved metric', () => {
  test.each([
    ['api-latency', {}, last(3)],
    ['api-latency 6h', {}, last(6)],
    ['Api_Latency 6h', {}, last(6)],
    ['api-latency 5m 6h', { period: 5 * MINUTE }, last(6)],
    ['api-latency every 5m', { period: 5 * MINUTE }, last(3)],
    ['api-latency p99 last 2 hours', { statistic: 'p99' }, last(2)],
    ['api-latency avg 2 hours', { statistic: 'Average' }, last(2)],
    ['api-latency band 1h', { band: 2 }, last(1)],
    ['api-latency since 9:00', {}, { from: now - (5 * 60 + 20) * MINUTE, to: now }],
    ['in=eu,US api-latency 1h', { sources: ['eu', 'us'] }, last(1)],
  ])('%s', (text, more, span) => {
    expect(ask(text)).toEqual({ subject: saved('api-latency'), sources: [], span, ...more });
  });
});

describe('a metric of CloudWatch’s', () => {
  test.each([
    [
      'AWS/Lambda Errors FunctionName=checkout Sum 5m 3h',
      { statistic: 'Sum', period: 5 * MINUTE, span: last(3) },
    ],
    ['AWS/Lambda Errors FunctionName=checkout total 6h', { statistic: 'Sum', span: last(6) }],
    ['AWS/Lambda Errors count FunctionName="checkout"', { statistic: 'SampleCount' }],
    ['AWS/Lambda Errors FunctionName=checkout MEAN', { statistic: 'Average' }],
    ['AWS/Lambda Errors FunctionName=checkout tm(10%:90%)', { statistic: 'TM(10%:90%)' }],
    ['AWS/Lambda Errors FunctionName=checkout band=3 in=eu', { band: 3, sources: ['eu'] }],
  ])('%s', (text, more) => {
    expect(ask(text)).toEqual({ subject: lambdaErrors, sources: [], span: last(3), ...more });
  });

  test('may have spaces in its names, in quotes, and equals signs in its values', () => {
    expect(ask('"My App" "Sum" "Page=a b=c" 1h').subject).toEqual({
      kind: 'metric',
      namespace: 'My App',
      metric: 'Sum',
      dimensions: { Page: 'a b=c' },
    });
  });

  test('is meant by words of a range that stand in quotes', () => {
    expect(ask('AWS/Billing "today"')).toMatchObject({ subject: { metric: 'today' } });
  });

  test('may be in a namespace without a slash', () => {
    expect(ask('Shop Orders Region=eu').subject).toMatchObject({ namespace: 'Shop' });
    expect(ask('"error" Count2 Region=eu').subject).toMatchObject({ namespace: 'error' });
  });
});

describe('an expression of Prometheus’s', () => {
  test.each([
    ['promql sum(queue_depth) 6h', 'sum(queue_depth)', { span: last(6) }],
    ['promql up{job="api"} 5m 6h', 'up{job="api"}', { span: last(6), period: 5 * MINUTE }],
    ['PromQL sum by (job) (up) every 1m', 'sum by (job) (up)', { period: MINUTE }],
    ['promql up offset 5m', 'up offset 5m', {}],
    ['promql up offset 1h 6h', 'up offset 1h', { span: last(6) }],
    [`promql 'up{job="a b"} > 0' 6h`, 'up{job="a b"} > 0', { span: last(6) }],
    ['promql "a" in=prom', 'a', { sources: ['prom'] }],
    ['promql label_replace(up, "x", "$1", "y", "z") 2h', undefined, { span: last(2) }],
  ])('%s', (text, expression = 'label_replace(up, "x", "$1", "y", "z")', more = {}) => {
    const subject = { kind: 'promql', expression };
    expect(ask(text)).toEqual({ subject, sources: [], span: last(3), ...more });
  });
});

describe('arithmetic over saved metrics', () => {
  test.each([
    [
      'errors / (errors + successes) * 100 6h',
      'errors / (errors + successes) * 100',
      ['errors', 'successes'],
      { span: last(6) },
    ],
    ['errors/(errors+successes)', 'errors/(errors+successes)', ['errors', 'successes'], {}],
    ['errors-successes', 'errors-successes', ['errors', 'successes'], {}],
    ['100 - 5xx-share', '100 - 5xx-share', ['5xx-share'], {}],
    ['api-latency / 2 yesterday', 'api-latency / 2', ['api-latency'], undefined],
    ['max(errors, successes) 5m 1h', 'max(errors, successes)', ['errors', 'successes'], undefined],
    ['-errors + 1', '-errors + 1', ['errors'], {}],
    ['"errors > 5 ? errors : 0" 6h', 'errors > 5 ? errors : 0', ['errors'], { span: last(6) }],
  ])('%s', (text, formula, uses, more) => {
    const subject = { kind: 'formula', text: formula, uses };
    const rest = more && { sources: [], span: last(3), ...more };
    expect(ask(text)).toMatchObject({ subject, ...rest });
  });
});

describe('a mistake says what to write:', () => {
  test.each([
    [
      '',
      'no metric is named',
      'write api-latency 3h, list for all saved ones, or AWS/Lambda Errors FunctionName=checkout Sum 3h',
    ],
    ['api-latncy 3h', 'there is no saved metric "api-latncy"', 'write api-latency'],
    ['api-latncy yesteday', 'there is no saved metric "api-latncy"', 'write api-latency'],
    ['api latency 3h', 'there is no saved metric "api latency"', 'write api-latency'],
    ['errors-succeses', 'there is no saved metric "errors-succeses"', expect.anything()],
    ['AWS/Lambda', 'a metric is missing after "AWS/Lambda"', expect.stringContaining('AWS/Lambda')],
    ['1 + 1', 'no metric is named', expect.stringContaining('write api-latency 3h')],
    ['latency', 'there is no saved metric "latency"', 'write api-latency'],
    [
      'zebra p99 3h',
      'there is no saved metric "zebra"',
      'there are api-latency, errors, successes, 5xx-share; or write a namespace and a metric, or promql and an expression',
    ],
    [
      'api-latency yesteday',
      '"yesteday" is no dimension, statistic, period or range',
      'write yesterday',
    ],
    [
      'api-latency 3 parsecs',
      '"3" is no dimension, statistic, period or range',
      'write FunctionName=checkout, p99, 5m or since 9:00',
    ],
    [
      'api-latency ApiName=shop',
      'api-latency has the dimensions of the config',
      'leave ApiName= out, or write its namespace and metric',
    ],
    ['api-latency p99 p95', 'there is a second statistic', 'leave one of them out'],
    ['api-latency 1m 5m 3h', 'there is a second period', 'leave one of them out'],
    ['api-latency 5m 3h every 1m', 'there is a second period', 'leave one of them out'],
    ['api-latency every day-ish', '"every day-ish" is no period', 'write every 5m'],
    [
      'api-latency since lunch',
      '"since lunch" is no time',
      'write 3h, since 9:00, yesterday, or from 9:00 to 10:30',
    ],
    ['api-latency in=uss', 'there is no source of metrics "uss"', 'write in=us'],
    ['api-latency in=asia', 'there is no source of metrics "asia"', 'there are eu, us, prom'],
    ['api-latency band=wide', '"wide" is not a number of standard deviations', 'write band=2'],
    [
      'AWS/Lambda FunctionName=checkout',
      'a metric is missing between "AWS/Lambda" and "FunctionName=checkout"',
      'write AWS/Lambda Errors FunctionName=checkout',
    ],
    ['AWS/Lambda Errors A=1 A=2', 'A= is there twice', 'leave one of them out'],
    ['promql', 'promql has no expression', 'write promql sum(queue_depth) 3h'],
    ['erors / 2', 'there is no metric "erors" to calculate with', 'write errors'],
    ['errors / 2 > 1', '"errors / 2 > 1" gives true or false, not a figure', expect.anything()],
  ])('%s', (text, message, hint) => {
    const mistake = mistakeOr(() => ask(text));
    expect(mistake).toBeInstanceOf(Mistake);
    expect(mistake).toMatchObject({ message, hint });
  });

  test('a name that is none is there for who can look further', () => {
    const mistake = mistakeOr(() => ask('errrors 3h'));
    expect(mistake).toBeInstanceOf(UnknownMetric);
    expect(mistake).toMatchObject({ asked: 'errrors', likely: ['errors'] });
  });
});

describe('whatever is written', () => {
  const text = fc.oneof(
    fc.string(),
    fc
      .array(
        fc.constantFrom(
          ...'api-latency errors AWS/Lambda Errors A=b Sum p99 5m 3h since 9:00 yesterday'.split(
            ' ',
          ),
          ...'in=eu every band promql up / ( ) + 100 offset "a b" from to last monday'.split(' '),
        ),
        { maxLength: 8 },
      )
      .map((words) => words.join(' ')),
  );

  test('there is an answer over some time, or a Mistake', () => {
    fc.assert(
      fc.property(text, (written) => {
        const asked = mistakeOr(() => ask(written));
        const { from, to } = asked instanceof Mistake ? last(1) : asked.span;
        expect(from).toBeLessThan(to);
      }),
      { numRuns: 500 },
    );
  });

  test('a metric is read as it was written', () => {
    const name = fc.stringMatching(/^[A-Za-z][A-Za-z.]{8,20}$/u);
    const value = fc.stringMatching(/^[\w.:/ -]{1,20}$/u).filter((one) => one.trim() === one);
    const metric = fc.record({
      namespace: name.map((one) => `AWS/${one}`),
      metric: name,
      dimensions: fc.dictionary(name, value, { maxKeys: 3 }),
    });
    const period = fc.integer({ min: 1, max: 90 });
    fc.assert(
      fc.property(
        metric,
        fc.constantFrom('Sum', 'p99.9', 'Average'),
        period,
        (one, statistic, n) => {
          const dimensions = Object.entries(one.dimensions).map(([key, it]) => `${key}="${it}"`);
          const words = [one.namespace, one.metric, ...dimensions, statistic, `${n}m`, '2d'];
          expect(ask(words.join(' '))).toEqual({
            subject: { kind: 'metric', ...one },
            statistic,
            period: n * MINUTE,
            sources: [],
            span: last(48),
          });
        },
      ),
    );
  });
});
