import { spawnSync } from 'node:child_process';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLog, type Log, type LogLevel } from '../../src/telemetry/log.ts';

const SECRET = 'xoxb-"quoted" & 50 % more\\secret';

/** A log, and what it wrote: each line read back. */
function logWith(options: { level?: LogLevel; secrets?: readonly string[] } = {}) {
  const lines: string[] = [];
  const log: Log = createLog({
    level: options.level ?? 'debug',
    secrets: options.secrets ?? [SECRET],
    destination: { write: (line: string) => void lines.push(line) },
  });
  return { log, lines, entries: () => lines.map((line) => JSON.parse(line)) };
}

describe('a log line', () => {
  test('is JSON with time, level, logger, message, trace id and context, and nothing else', () => {
    const { log, lines, entries } = logWith();
    log.named('delivery').info({ trace_id: 'abc', group: 'ops.1', level: 'x' }, 'delivered');
    expect(lines[0]?.endsWith('}\n')).toBe(true);
    expect(entries()).toEqual([
      {
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        level: 'INFO',
        logger: 'delivery',
        message: 'delivered',
        trace_id: 'abc',
        context: { group: 'ops.1', level: 'x' },
      },
    ]);
  });

  test('without context or trace id has neither', () => {
    const { log, entries } = logWith();
    log.info({}, 'started');
    log.info({ trace_id: '' }, 'started');
    expect(entries().map((entry) => Object.keys(entry).toSorted())).toEqual([
      ['level', 'message', 'timestamp'],
      ['level', 'message', 'timestamp'],
    ]);
  });

  test('names its level as people do', () => {
    const { log, entries } = logWith();
    log.debug({}, 'x');
    log.info({}, 'x');
    log.warn({}, 'x');
    log.error({}, 'x');
    log.critical({}, 'x');
    expect(entries().map(({ level }) => level)).toEqual([
      'DEBUG',
      'INFO',
      'WARNING',
      'ERROR',
      'CRITICAL',
    ]);
  });

  test('below the level is not written', () => {
    const { log, lines } = logWith({ level: 'warn' });
    log.info({}, 'x');
    log.named('store').debug({}, 'x');
    expect(lines).toEqual([]);
  });

  test('tells an error with its stack and what caused it', () => {
    const { log, entries } = logWith();
    const error = new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') });
    log.error({ error }, 'x');
    expect(entries()[0].context.error).toMatchObject({
      name: 'TypeError',
      message: 'fetch failed',
      stack: expect.stringContaining('log.test.ts'),
      cause: { name: 'Error', message: 'connect ECONNREFUSED' },
    });
  });

  test('shows what is in it: nothing invisible, and nothing that turns what stands beside it', () => {
    const { log, lines, entries } = logWith();
    log
      .named('a\u202Eb')
      .info({ title: 'gpj.\u202Eevil\u200B', 'k\uFEFFey': '\u0085' }, 'x\u2066y');
    expect(entries()).toMatchObject([
      { logger: 'ab', message: 'xy', context: { title: 'gpj.evil', key: ' ' } },
    ]);
    expect(lines[0]?.endsWith('}\n')).toBe(true);
  });

  test('is written whatever it is given', () => {
    const { log, entries } = logWith();
    const loop: Record<string, unknown> = { big: 1n, nothing: undefined };
    loop['self'] = loop;
    const error = new Error('bites its tail');
    error.cause = error;
    log.error({ loop, error }, 'x');
    expect(entries()[0].context.error.message).toBe('bites its tail');
  });
});

describe('what is said in the last turn of a process', () => {
  /** What a program with a `log` says on standard error, and how it ends. */
  function said(program: string) {
    const { href } = new URL('../../src/telemetry/log.ts', import.meta.url);
    const whole = `
      import { createLog } from ${JSON.stringify(href)};
      const log = createLog({ level: 'info', secrets: [] });
      ${program}
    `;
    const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', whole], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    const lines = stderr.trimEnd().split('\n');
    return { status, messages: lines.map((line): unknown => JSON.parse(line).message) };
  }

  test('stands on standard error, in order', () => {
    const program = `
      log.info({}, 'one');
      log.named('intake').warn({}, 'two');
      log.critical({}, 'three');
      log.info({}, 'four');
      process.exit(3);
    `;
    expect(said(program)).toEqual({ status: 3, messages: ['one', 'two', 'three', 'four'] });
  });

  test('stands there whole, also if it is more than standard error takes at once', () => {
    const program = `
      process.stderr._handle.setBlocking(false);
      for (let n = 0; n < 20_000; n += 1) log.info({}, String(n));
      process.exit(3);
    `;
    const { status, messages } = said(program);
    expect(status).toBe(3);
    expect(messages).toEqual(Array.from({ length: 20_000 }, (_, n) => String(n)));
  });

  test('stands there up to what is critical, however it ends', () => {
    const program = `
      log.info({}, 'one');
      log.critical({}, 'two');
      process.kill(process.pid, 'SIGKILL');
    `;
    expect(said(program).messages).toEqual(['one', 'two']);
  });
});

describe('a secret', () => {
  const everywhere = (log: Log) => {
    const error = new Error(`no luck with ${SECRET}`, { cause: new Error(SECRET) });
    log.error({ error, [SECRET]: 1, nested: { deep: [`a ${SECRET}`] } }, `token ${SECRET}!`);
    log.named(SECRET).info({ url: `https://x/?token=${encodeURIComponent(SECRET)}` }, 'x');
  };

  test('is hidden wherever it stands: in messages, keys, errors, stacks and addresses', () => {
    const { log, lines, entries } = logWith();
    everywhere(log);
    expect(lines.join('')).not.toMatch(/more.{0,4}secret/);
    expect(entries()[0].message).toBe('token [redacted]!');
    expect(entries()[0].context.error.stack).toContain('no luck with [redacted]');
    expect(entries()[1].context.url).toBe('https://x/?token=[redacted]');
  });

  test('is hidden whole, also when another secret is a part of it', () => {
    const { log, lines } = logWith({ secrets: ['secret-1', 'secret-1-and-more'] });
    log.info({}, 'secret-1-and-more and secret-1');
    expect(lines[0]).toContain('"[redacted] and [redacted]"');
  });

  test('is hidden also when what nobody sees stands in it', () => {
    const { log, lines } = logWith({ secrets: ['sec\u200Bret-1', 'secret-2'] });
    log.info({ a: 'sec\u200Bret-1', b: 'secret-1' }, 'secr\u2060et-2');
    expect(lines.join('')).not.toContain('secret');
  });

  test('of which nobody would see enough is no secret worth hiding', () => {
    const { log, entries } = logWith({ secrets: ['\u200B'.repeat(9)] });
    log.info({ text: '\u200B'.repeat(9) }, 'x');
    expect(entries()[0]).toMatchObject({ message: 'x', context: { text: '' } });
  });

  test('that is known only later is hidden from then on, in every part of the log', () => {
    const { log, lines } = logWith();
    const part = log.named('intake');
    log.hide(['a-new-token']);
    part.info({ said: 'a-new-token' }, SECRET);
    expect(lines.join('')).not.toContain('a-new-token');
    expect(lines.join('')).not.toContain('quoted');
  });

  test('that is short is an ordinary word', () => {
    const { log, lines } = logWith({ secrets: ['x', ''] });
    log.info({}, 'xxx');
    expect(lines[0]).toContain('"xxx"');
  });

  test('that could be a part of the line itself leaves it whole', () => {
    const { log, entries } = logWith({ secrets: ['":"INFO', '123456', 'message'] });
    log.info({ at: 1234567, text: '":"INFO 123456' }, 'x');
    expect(entries()[0].context).toEqual({ at: 9999997, text: '[redacted] 999999' });
  });

  test('never leaves a line that is no JSON', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (secret) => {
        const { log, entries } = logWith({ secrets: [secret] });
        log.info({ secret, text: `<${secret}>` }, secret);
        expect(entries()).toHaveLength(1);
        const isHidden = !JSON.stringify(entries()).includes(`<${secret}>`);
        expect(isHidden || secret.length < 6).toBe(true);
      }),
    );
  });
});
