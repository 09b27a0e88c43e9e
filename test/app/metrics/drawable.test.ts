import { expect, test } from 'vitest';
import { drawableBy } from '../../../src/app/metrics/drawable.ts';
import { loadConfig } from '../../../src/config/load.ts';
import { openLimiter } from '../../delivery/support/attempts.ts';

function drawable(graphs: string) {
  const text = `
metrics:
  ${graphs}
  sources:
    - { name: own, region: us-east-1 }
    - { name: prod, region: eu-west-1, role_arn: "arn:aws:iam::444455556666:role/tocsin" }
    - { name: prom, url: "http://127.0.0.1:9090" }
  saved: { depth: { source: prom, promql: sum(queue_depth) } }
watch: [ { name: Queue, when: depth > 10 } ]
report: { channel: "#ops", timezone: Europe/Berlin }`;
  const { config, problems } = loadConfig({ text, env: {} });
  if (config === undefined) throw new Error(JSON.stringify(problems));
  return drawableBy(config, { limiter: openLimiter(), onCharged: () => {} });
}

test('alarms are drawn from where CloudWatch is read, watch rules by what they watch', () => {
  const { places, rules, timeZone } = drawable('graphs: true');
  expect(places).toEqual([
    { name: 'own', region: 'us-east-1', account: undefined },
    { name: 'prod', region: 'eu-west-1', account: '444455556666' },
  ]);
  expect([...rules.keys()]).toEqual(['Queue']);
  expect(timeZone).toBe('Europe/Berlin');
});

test('nothing is drawn where the config wants no graphs', () => {
  expect(drawable('graphs: false')).toMatchObject({ places: [], rules: new Map() });
});
