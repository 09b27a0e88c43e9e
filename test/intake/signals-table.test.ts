import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isOfAlert } from '../../src/alert/signal.ts';
import { fingerprint } from '../../src/alert/fingerprint.ts';
import { FORMATS } from '../../src/intake/formats/index.ts';
import { parseMessage } from '../../src/intake/parse.ts';
import { CONTEXT, TOPIC } from './support/alarms.ts';
import { ENDINGS } from './support/endings.ts';
import { SAMPLES, type Sample } from './support/samples.ts';

interface Row {
  readonly source: string;
  readonly kind: string;
  readonly is: string;
  readonly status: string;
  readonly severity: string;
  readonly alertname: string;
  readonly identity: string;
  readonly end: string;
}

const rows: readonly Row[] = readFileSync('docs/signals.md', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => {
    const [
      ,
      source = '',
      kind = '',
      is = '',
      status = '',
      severity = '',
      alertname = '',
      identity = '',
      end = '',
    ] = line.split('|').map((cell) => cell.trim());
    return {
      source: source.replaceAll('`', ''),
      kind,
      is,
      status,
      severity,
      alertname,
      identity,
      end,
    };
  });

function rowOf({ source, kind }: Sample): Row | undefined {
  return rows.find((row) => row.source === source && row.kind === kind);
}

function names(list: readonly Pick<Row, 'source' | 'kind'>[]): ReadonlySet<string> {
  return new Set(list.map(({ source, kind }) => `${source}: ${kind}`));
}

function parse({ message }: Pick<Sample, 'message'>) {
  return parseMessage(typeof message === 'string' ? message : JSON.stringify(message), {
    ...CONTEXT,
    topic: TOPIC,
  });
}

describe('the table in docs/signals.md', () => {
  it('names every source that a format recognises, and no other', () => {
    expect(new Set(rows.map(({ source }) => source))).toEqual(
      new Set(FORMATS.map(({ source }) => source)),
    );
  });

  it('has a sample for each row, and a row for each sample', () => {
    expect(names(SAMPLES)).toEqual(names(rows));
  });

  it.each(SAMPLES.filter((sample) => rowOf(sample)?.is === 'nothing'))(
    'is true of $source, $kind: it opens nothing',
    (sample) => {
      const { source, signals } = parse(sample);
      expect({ source, signals: signals.filter(isOfAlert) }).toEqual({
        source: sample.source,
        signals: [],
      });
    },
  );

  it.each(SAMPLES.filter((sample) => rowOf(sample)?.is !== 'nothing'))(
    'is true of $source, $kind',
    (sample) => {
      const { source, is, status = '', severity = '', alertname = '' } = rowOf(sample) ?? {};
      const parsed = parse(sample);
      expect(parsed.source).toBe(source);
      expect(parsed.signals).toHaveLength(1);
      const [signal] = parsed.signals;
      expect(signal?.nature).toBe(is);
      expect(status.split(', ')).toContain(signal?.status);
      const isSaid = severity.includes('*said*');
      expect(severity).toContain(isSaid ? signal?.labels['severity'] : signal?.defaultSeverity);
      const given = signal?.labels['alertname'];
      expect(given).toBe(alertname.startsWith('*') ? given : alertname);
    },
  );

  it.each(SAMPLES.filter((sample) => rowOf(sample)?.identity.startsWith('`')))(
    'names the labels that make the fingerprint of $source, $kind',
    (sample) => {
      const names = (rowOf(sample)?.identity ?? '').replaceAll('`', '').split(', ');
      const [signal] = parse(sample).signals;
      const labels = Object.fromEntries(names.map((name) => [name, signal?.labels[name] ?? '']));
      const spaces = ['aws', 'cloudwatch'] as const;
      const possible = spaces.map((space) => fingerprint(labels, space));
      expect(possible).toContain(signal?.fingerprint);
    },
  );

  it('says what resolves a kind where something does', () => {
    expect(names(ENDINGS)).toEqual(names(rows.filter(({ end }) => end !== '')));
  });

  it.each(ENDINGS)('is true of what resolves $source, $kind', (ending) => {
    const [resolved] = parse(ending).signals;
    const begun = SAMPLES.filter(
      ({ source, kind }) => kind === ending.kind && source === ending.source,
    );
    const fingerprints = begun.map((sample) => parse(sample).signals[0]?.fingerprint);
    expect(resolved?.status).toBe('resolved');
    expect(fingerprints).toContain(resolved?.fingerprint);
  });
});
