import { expect, test } from 'vitest';
import { insteadText } from '../../src/delivery/wording.ts';

const since = Date.UTC(2026, 0, 6, 3, 12);

test.each([
  ['slack/#incidents', 'Slack #incidents'],
  ['pagerduty/5d41402abc4b2a76', 'PagerDuty of page'],
  ['email/5d41402abc4b2a76', 'The mail server of page'],
  ['webhook/5d41402abc4b2a76', 'The webhook of page'],
])('a fallback says for whom it is told: %s', (integration, named) => {
  expect(insteadText({ integration, receiver: 'page', since, why: 'no answer in time' })).toBe(
    `${named} has not been reached since 03:12 UTC (no answer in time): told here instead`,
  );
});
