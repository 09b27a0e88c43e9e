import { expect, test } from 'vitest';
import { policyOf, route } from '../rules/make.ts';
import { Timeline } from './timeline.ts';

const W = 1_000;

test('a firing alert is told, repeated at each flush when the repeat interval is short, and resolved', async () => {
  const root = route({ groupWait: W, groupInterval: 1_000, repeatInterval: 1 });
  const line = new Timeline({ policy: policyOf(root) });

  await line.fires(1, 'a');
  await line.ends(3.5, 'a');
  await line.until(60);

  expect(line.told).toEqual(['2 hook +a', '3 hook +a', '4 hook -a']);
});

test('what fires within the wait is told together, what fires later at the next flush, repeats on the rhythm', async () => {
  const root = route({ groupWait: W, groupInterval: 1_000, repeatInterval: 4_900 });
  const line = new Timeline({ policy: policyOf(root) });

  await line.fires(1.1, 'a');
  await line.fires(1.7, 'b');
  await line.fires(3.3, 'c');
  await line.fires(3.3, 'd');
  await line.fires(3.3, 'e');
  await line.until(12);

  expect(line.told).toEqual(['2.1 hook +a,b', '4.1 hook +a,b,c,d,e', '9.1 hook +a,b,c,d,e']);
});

test('what its source re-sends while it fires, and re-sends no more, is over after the resolve timeout', async () => {
  const root = route({ groupWait: W, groupInterval: 5_000 });
  const policy = policyOf(root, undefined, { resolveTimeout: 10_000 });
  const line = new Timeline({ policy });

  for (const name of ['a', 'b', 'c']) await line.fires(1, name, { resends: true });
  await line.until(60);

  expect(line.told).toEqual(['2 hook +a,b,c', '12 hook -a,b,c']);
});

test('with a repeat interval of ten flushes, the repeat comes at the eleventh', async () => {
  const root = route({ groupWait: W, groupInterval: 60_000, repeatInterval: 600_000 });
  const line = new Timeline({ policy: policyOf(root) });

  await line.fires(0, 'a');
  await line.until(1_400);

  expect(line.told).toEqual(['1 hook +a', '661 hook +a', '1321 hook +a']);
});
