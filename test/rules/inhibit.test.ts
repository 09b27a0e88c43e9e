import { expect, test } from 'vitest';
import { NO_SILENCES } from '../../src/alert/silence.ts';
import { matcher } from '../../src/alert/matcher.ts';
import { Draft, type Inhibitor } from '../../src/rules/draft.ts';
import { inhibitions } from '../../src/rules/inhibit.ts';
import { CountingMap } from '../support/counting-map.ts';
import { policyOf, route } from './make.ts';

const rule = {
  id: 'rule',
  source: [matcher('severity', '=', 'critical')],
  target: [matcher('severity', '=~', 'warning|critical')],
  equal: [],
};
const policy = policyOf(route(), undefined, { inhibitRules: [rule] });

/** Asks with these alerts inhibiting under the rule's only key. */
function asked(inhibitors: ReadonlyMap<string, Inhibitor>) {
  const draft = new Draft({
    alert: () => undefined,
    group: () => undefined,
    members: () => new Map(),
    member: () => undefined,
    told: () => new Map(),
    silences: () => NO_SILENCES,
    inhibitors: () => inhibitors,
    waiting: () => [],
    openings: () => new Map(),
  });
  return inhibitions(draft, policy, 1_000);
}

test('those who inhibit are looked through once for all the alerts of a group', () => {
  const many = new CountingMap(
    Array.from({ length: 100 }, (_, index): [string, Inhibitor] => [`s${index}`, {}]),
  );
  const inhibitedBy = asked(many);
  many.walks = 0;
  for (let index = 0; index < 50; index += 1) {
    expect(inhibitedBy(`t${index}`, { severity: 'warning' })?.by).toBe('inhibition');
  }
  expect(many.walks).toBe(1);
});

test('of those who inhibit the one that lasts longest counts, but never the alert itself', () => {
  const inhibitedBy = asked(
    new Map([
      ['over', { endsAt: 1_000 }],
      ['short', { endsAt: 2_000 }],
      ['long', { endsAt: 4_000 }],
      ['middle', { endsAt: 3_000 }],
    ]),
  );
  expect(inhibitedBy('other', { severity: 'warning' })?.until).toBe(4_000);
  expect(inhibitedBy('long', { severity: 'warning' })?.until).toBe(3_000);
  expect(asked(new Map([['own', {}]]))('own', { severity: 'warning' })).toBeUndefined();
});

test('what is on both sides is inhibited only by what is on one', () => {
  const both = new Map([['both', { isTarget: true as const }]]);
  expect(asked(both)('t', { severity: 'critical' })).toBeUndefined();
  expect(asked(both)('t', { severity: 'warning' })).toBeDefined();
  const more = asked(new Map<string, Inhibitor>([...both, ['one', { endsAt: 2_000 }]]));
  expect(more('t', { severity: 'critical' })?.until).toBe(2_000);
  expect(more('t', { severity: 'warning' })?.until).toBeUndefined();
});
