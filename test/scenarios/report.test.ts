import { expect, test } from 'vitest';
import { report } from '../../src/report/report.ts';
import { bulletinOf, bulletinText } from '../../src/report/text.ts';
import { policyOf, route } from '../rules/make.ts';
import { Timeline } from './timeline.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

const policy = policyOf(route({ groupBy: ['alertname'], groupWait: 0, groupInterval: 60_000 }), {
  hook: { chat: {}, pager: { kind: 'pagerduty' } },
});

const critical = { severity: 'critical' } as const;

/**
 * A day that was worked out by hand:
 *
 * | alarm | told, paged | somebody did something | over | to act | to end |
 * | --- | --- | --- | --- | --- | --- |
 * | a, critical | 02:00 | Ana acknowledged, 02:10 | 02:40 | 10 min, of 15 | 40 min |
 * | b, critical | 03:00 | nobody | 03:20 | never: late after 15 | 20 min |
 * | c, critical | 12:00 | Ben resolved, 12:20 | 12:20 | 20 min: late | 20 min |
 * | d, warning | 13:00 | alice silenced, 13:30 | 14:30 | 30 min, of 2 h | 90 min |
 * | e, critical | 23:00 | Ana acknowledged, 23:04 | goes on | 4 min | |
 *
 * Acted on: 4 of 5. To act, critical: the median of 4, 10 and 20 is 10 min. To end: of 20, 20 and 40 it is 20.
 * Pages: 5, of them at night a and e (Ana), b (nobody).
 */
test('the figures of a report are those that were worked out by hand', async () => {
  const line = new Timeline({ policy });
  await line.fires(2 * HOUR, 'a', critical);
  await line.acknowledges(2 * HOUR + 10 * MINUTE, 'Ana');
  await line.ends(2 * HOUR + 40 * MINUTE, 'a');
  await line.fires(3 * HOUR, 'b', critical);
  await line.ends(3 * HOUR + 20 * MINUTE, 'b');
  await line.fires(12 * HOUR, 'c', critical);
  await line.resolves(12 * HOUR + 20 * MINUTE, 'Ben');
  await line.fires(13 * HOUR, 'd');
  const [group = ''] = line.state.groups.keys();
  await line.silences(13 * HOUR + 30 * MINUTE, 'd', { group, until: 20 * HOUR });
  await line.ends(14 * HOUR + 30 * MINUTE, 'd');
  await line.fires(23 * HOUR, 'e', critical);
  await line.acknowledges(23 * HOUR + 4 * MINUTE, 'Ana');
  await line.until(24 * HOUR);

  const { responseTimes } = policy;
  const day = { from: 0, until: 24 * HOUR * 1000, zone: 'UTC', responseTimes };
  const figures = report(line.state.moments, day);
  expect(figures).toMatchObject({ groups: 5, acted: 4, pages: 5 });
  expect(figures.nightPages).toEqual([
    { answered: true, who: 'Ana', pages: 2 },
    { answered: false, pages: 1 },
  ]);
  const minute = MINUTE * 1000;
  expect(figures.severities).toEqual([
    { severity: 'critical', groups: 4, acted: 3, late: 2, toAct: 10 * minute, toEnd: 20 * minute },
    { severity: 'warning', groups: 1, acted: 1, late: 0, toAct: 30 * minute, toEnd: 90 * minute },
  ]);
  const text = bulletinText(bulletinOf(figures));
  expect(text).toContain('Acknowledged or acted on: 4 of 5, 80 % (target over 90 %: too few)');
  expect(text).toContain(
    'P0 critical: 4 groups, 3 acted on after 10 min (target 15 min: good), 2 waited for longer, over after 20 min (target 30 min: good)',
  );
  expect(text).toContain('5 pages\n  3 at night, 22:00 to 07:00 (Ana 2, nobody answered 1)');
});
