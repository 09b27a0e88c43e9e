import { describe, expect, test } from 'vitest';
import { bindingsOf } from '../../src/app/runbooks/bindings.ts';
import { loadConfig } from '../../src/config/load.ts';
import { problemLines } from './problem-lines.ts';

const ROLL_BACK = `name: roll back, matchers: ['alertname="errors"'], action: lambda`;

function bindingOf(text: string) {
  const { config, problems } = loadConfig({ text, env: {} });
  if (config === undefined) throw new Error(JSON.stringify(problems));
  return bindingsOf(config)[0];
}

describe('a binding of automation', () => {
  test('is off unless told, goes one after the other, and rests for an hour', () => {
    expect(bindingOf(`automation: [{ ${ROLL_BACK} }]`)).toMatchObject({
      mode: 'off',
      action: { name: 'lambda', params: {} },
      after: 0,
      pace: { cooldown: 3_600_000, perDay: 3, isCanary: true },
      verify: { within: 900_000 },
    });
  });

  test('acts only within its hours', () => {
    const binding = bindingOf(`
time_intervals: [{ name: office, time_intervals: [{ weekdays: ['monday:friday'] }] }]
automation: [{ ${ROLL_BACK}, hours: office }]`);
    expect(binding?.mayAct(Date.parse('2026-11-20T12:00:00Z'))).toBe(true);
    expect(binding?.mayAct(Date.parse('2026-11-21T12:00:00Z'))).toBe(false);
  });

  test('is verified by figures where it has a condition', () => {
    const verify = `{ metrics: { errors: { promql: up } }, pass: errors < 1, over: 2m }`;
    const sources = `metrics: { sources: [{ name: prom, url: 'http://127.0.0.1:9090' }] }`;
    expect(
      bindingOf(`${sources}\nautomation: [{ ${ROLL_BACK}, verify: ${verify} }]`)?.verify,
    ).toMatchObject({ check: { pass: 'errors < 1', over: 120_000 } });
  });
});

test.each([
  [`{ ${ROLL_BACK}, mode: sugest }`, 'write suggest'],
  [`{ ${ROLL_BACK}, hours: ofice }`, 'there is no time interval "ofice"'],
  [`{ name: x, action: lambda }`, `write matchers: ['alertname="High error rate"']`],
  [`{ name: x, action: manual, parameters: { a: b } }`, 'take them out'],
  [`{ name: x, matchers: ['a="b"'], action: retrain }`, 'does not say which model'],
  [
    `{ name: x, matchers: ['a="b"'], action: retrain, parameters: { model: churn } }`,
    'the config does not say how "churn" is trained again',
  ],
  [
    `{ ${ROLL_BACK}, verify: { pass: eror < 1, metrics: { error: { promql: up } } } }`,
    'there is no metric "eror" to calculate with',
  ],
  [`{ ${ROLL_BACK}, verify: { metrics: { error: { promql: up } } } }`, 'pass is missing'],
  [`{ ${ROLL_BACK}, verify: { pass: a < 1, over: 20m } }`, 'is longer than within'],
  [`{ ${ROLL_BACK}, verify: { pass: a < 1, metrics: { a: nope } } }`, 'no saved metric "nope"'],
  [`{ name: x, action: manual }, { ${ROLL_BACK} }`, 'move this one in front of it'],
  [`{ ${ROLL_BACK} }, { ${ROLL_BACK} }`, 'there is a binding of automation "roll back" already'],
  [`{ name: x, matchers: ['a="b"', 'a="c"'], action: manual }`, 'a="c"'],
])('%s: it is said what to write', (entry, said) => {
  const lines = problemLines(`automation: [${entry}]`);
  expect(lines.join('\n')).toContain(said);
});
