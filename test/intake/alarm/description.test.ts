import { describe, expect, it } from 'vitest';
import { readDescription } from '../../../src/intake/alarm/description.ts';

describe('the severity in a description', () => {
  it.each([
    ['severity: critical', 'critical'],
    ['Errors! Severity=P1.', 'error'],
    ['**severity**: `high`', 'error'],
    ['{"severity": "page"}', 'critical'],
    ['{"labels": {"severity": "low"}}', 'info'],
    ['broken JSON {"severity":"medium"', 'warning'],
    ['severity: banana, severity: info', 'info'],
  ])('%s is %s', (text, severity) => {
    expect(readDescription(text).severity).toBe(severity);
  });

  it.each([
    ['severity: Sev-1', 'critical'],
    ['severity: p 0.', 'critical'],
  ])('may be written with a gap: %s is %s', (text, severity) => {
    expect(readDescription(text).severity).toBe(severity);
  });

  it.each([
    ['severity: banana', 'banana'],
    ['{"severity": 8}', '8'],
    ['{"severity": "urgent", "labels": {"severity": "Sev9"}}', 'urgent'],
    ['Severity = Sev9, or severity: worse', 'Sev9'],
    ['severity: catastrophically bad', 'catastrophically'],
  ])('is named when nobody knows it: %s', (text, word) => {
    expect(readDescription(text)).toMatchObject({ unknownSeverity: word });
  });

  it.each(['severity: banana, severity: info', '{"severity": "x", "labels": {"severity": "low"}}'])(
    'is not named when another word of it is known: %s',
    (text) => {
      expect(readDescription(text)).toMatchObject({ severity: 'info' });
      expect(readDescription(text).unknownSeverity).toBeUndefined();
    },
  );

  it.each(['', undefined, 'severity: banana', 'the severity is high', '{"severity": 8}'])(
    'is not found in %s',
    (text) => {
      expect(readDescription(text).severity).toBeUndefined();
    },
  );
});

describe('the runbook in a description', () => {
  it.each([
    ['Runbook: https://wiki.example.com/rb/1.', 'https://wiki.example.com/rb/1'],
    ['runbook_url=https://wiki.example.com/a', 'https://wiki.example.com/a'],
    ['See [the runbook](https://wiki.example.com/b).', 'https://wiki.example.com/b'],
    ['See https://example.com/runbooks/cpu, then call.', 'https://example.com/runbooks/cpu'],
    ['runbook: high-error-rate', 'high-error-rate'],
    ['{"runbook": "high-latency"}', 'high-latency'],
    ['{"runbook_url": "https://x.example.com/"}', 'https://x.example.com/'],
    ['{"description": "runbook: abc"}', 'abc'],
  ])('%s is %s', (text, runbook) => {
    expect(readDescription(text).runbook).toBe(runbook);
  });
});

describe('a description that is JSON', () => {
  it('gives its known keys as annotations and only what is under labels as labels', () => {
    const read = readDescription(
      JSON.stringify({
        summary: 'Checkout fails',
        description: 'People can’t pay.',
        team: 'payments',
        colour: 'red',
        labels: { env: 'prod', tier: 1, nested: {} },
      }),
    );
    expect(read.text).toBe('People can’t pay.');
    expect(read.annotations).toEqual([
      ['summary', 'Checkout fails'],
      ['team', 'payments'],
    ]);
    expect(read.labels).toEqual([
      ['env', 'prod'],
      ['tier', '1'],
    ]);
  });

  it('is a text when it is not an object', () => {
    expect(readDescription('{oops').text).toBe('{oops');
  });
});
