import { expect, test, vi } from 'vitest';
import { createPatience, type Telling } from '../../src/app/patience.ts';

const HOUR = 60 * 60_000;
const SLACK_IS_GONE = new Error('connect ECONNREFUSED');
const ARCHIVED = Object.assign(new Error('An API error occurred: is_archived'), {
  code: 'slack_webapi_platform_error',
  data: { error: 'is_archived' },
});

/** Something that was over at 0, and what Slack says to it. */
function something(tell: Telling['tell'], isOver = true) {
  const settle = vi.fn<() => Promise<void>>();
  let at = 0;
  const patiently = createPatience(() => at);
  return {
    settle,
    toldAt(now: number) {
      at = now;
      return patiently({ id: 'one', at: 0, tell, isOver: () => isOver, settle });
    },
  };
}

test('what is over is settled once it is told, what goes on is not', async () => {
  const over = something(async () => {});
  await over.toldAt(0);
  expect(over.settle).toHaveBeenCalledOnce();

  const goesOn = something(async () => {}, false);
  await goesOn.toldAt(0);
  expect(goesOn.settle).not.toHaveBeenCalled();
});

test('Slack is asked again after a minute, and not before', async () => {
  const tell = vi.fn<Telling['tell']>().mockRejectedValueOnce(SLACK_IS_GONE);
  const one = something(tell);
  await expect(one.toldAt(0)).rejects.toBe(SLACK_IS_GONE);
  await one.toldAt(59_999);
  expect(tell).toHaveBeenCalledOnce();
  await one.toldAt(60_000);
  expect(tell).toHaveBeenCalledTimes(2);
  expect(one.settle).toHaveBeenCalledOnce();
});

test('what is over is settled where Slack refuses it, or did not take it for six hours', async () => {
  const refused = something(() => Promise.reject(ARCHIVED));
  await expect(refused.toldAt(0)).rejects.toBe(ARCHIVED);
  expect(refused.settle).toHaveBeenCalledOnce();

  const late = something(() => Promise.reject(SLACK_IS_GONE));
  await expect(late.toldAt(6 * HOUR)).rejects.toBe(SLACK_IS_GONE);
  expect(late.settle).not.toHaveBeenCalled();
  await expect(late.toldAt(7 * HOUR)).rejects.toBe(SLACK_IS_GONE);
  expect(late.settle).toHaveBeenCalledOnce();
});

test('what goes on is not given up', async () => {
  const one = something(() => Promise.reject(ARCHIVED), false);
  await expect(one.toldAt(7 * HOUR)).rejects.toBe(ARCHIVED);
  await expect(one.toldAt(8 * HOUR)).rejects.toBe(ARCHIVED);
  expect(one.settle).not.toHaveBeenCalled();
});
