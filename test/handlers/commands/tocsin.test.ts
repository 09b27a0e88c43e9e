import { describe, expect, test } from 'vitest';
import type { StoreStats } from '../../../src/engine/ports/stats.ts';
import { tocsinCommand } from '../../../src/handlers/commands/tocsin.ts';

const STATS: StoreStats = { inbox: 1, timers: 2, outbox: 3, deadLetters: 0 };

function ask(text: string, stats: () => Promise<StoreStats> = async () => STATS) {
  return tocsinCommand({ text, userId: 'U1' }, { version: '1.2.3', stats });
}

describe('/tocsin', () => {
  test.each(['', 'help', '  HELP '])('"%s" lists what can be asked', async (text) => {
    expect(await ask(text)).toMatch(/\/tocsin status.*\/tocsin whoami.*\/tocsin help/s);
  });

  test('status says that it runs and what waits', async () => {
    expect(await ask('status')).toBe(
      'Tocsin 1.2.3 is running.\n• 1 events to decide, 2 groups with a flush to come, 3 deliveries under way\n• no dead letters',
    );
    expect(await ask('status', async () => ({ ...STATS, deadLetters: 4 }))).toContain(
      '4 dead letters',
    );
  });

  test('status says so when Redis does not answer, within Slack’s three seconds', async () => {
    const begun = performance.now();
    expect(await ask('status', () => Promise.reject(new Error('down')))).toContain(
      'its Redis does not answer',
    );
    expect(await ask('status', () => new Promise(() => {}))).toContain('its Redis does not answer');
    expect(performance.now() - begun).toBeLessThan(2_500);
  });

  test('whoami names who asked', async () => {
    expect(await ask('whoami')).toBe('You are <@U1>.');
  });

  test('anything else is answered with what can be asked', async () => {
    expect(await ask('stauts now')).toMatch(/^There is no such subcommand.*\/tocsin status/s);
  });
});
