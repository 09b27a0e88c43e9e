import { expect, test } from 'vitest';
import type { Severity } from '../../src/alert/severity.ts';
import { namesText } from '../../src/alert/worst-first.ts';

function alerts(...texts: readonly `${string} ${Severity}`[]) {
  return texts.map((text) => {
    const [alertname = '', severity] = text.split(' ');
    return { labels: { alertname }, severity: severity as Severity };
  });
}

test('names come the worst first, each once, and what is too much is counted', () => {
  const all = alerts(
    'disk warning',
    'a info',
    'disk warning',
    'orders critical',
    'b info',
    'b info',
  );
  expect(namesText(all, 3)).toBe(
    'orders (critical), disk (warning, 2 alerts), a (info) and 2 more',
  );
  expect(namesText(alerts('orders critical'))).toBe('orders (critical)');
  expect(namesText([])).toBe('');
});
