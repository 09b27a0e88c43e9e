import type { Signal } from '../../alert/signal.ts';
import { severityWords } from '../../alert/severity.ts';
import type { ParsedMessage } from '../../intake/parse.ts';
import { unknownSeverities } from '../../intake/unknown-severities.ts';
import { printable } from '../printable.ts';
import { pairs, toldOf, type Destination } from './destination.ts';

/** A line for each thing in a message that was passed over. */
export function warningsOf({ signals }: ParsedMessage): readonly string[] {
  const words = unknownSeverities(signals) ?? [];
  return words.map(
    (word) =>
      `${printable(JSON.stringify(word))} is not a severity and is passed over; write one of ${severityWords()}`,
  );
}

/** What a message becomes, as the JSON that scripts may rely on. */
export function jsonText({ source, signals, note }: ParsedMessage): string {
  const shown = signals.map((signal) => ({
    id: signal.id,
    status: signal.status,
    severity: signal.severity ?? signal.defaultSeverity,
    fingerprint: signal.fingerprint,
    labels: signal.labels,
    annotations: signal.annotations,
    ...(signal.value === undefined ? {} : { value: signal.value }),
    ...(signal.threshold === undefined ? {} : { threshold: signal.threshold }),
    startsAt: new Date(signal.startsAt).toISOString(),
  }));
  return `${JSON.stringify({ source, signals: shown, note }, null, 2)}\n`;
}

/** The same in words, with who would be told of what fires if that is to be said. */
export function humanText(
  { source, signals, note }: ParsedMessage,
  destination: Destination | undefined,
): string {
  if (note !== undefined) return `${printable(note)}; no signals\n`;
  if (signals.length === 0) return `${source}: no signals; this message opens and closes nothing\n`;
  const count = signals.length === 1 ? '1 signal' : `${signals.length} signals`;
  return `${[`${source}: ${count}`, ...signals.map((signal) => signalText(signal, destination))].join('\n\n')}\n`;
}

function signalText(signal: Signal, destination: Destination | undefined): string {
  const { alertname = '', severity = signal.defaultSeverity, ...labels } = signal.labels;
  const told = signal.status === 'firing' ? destination && toldOf(signal, destination) : undefined;
  const lines = [
    `${signal.status} ${told?.severity ?? severity}: ${alertname}`,
    signal.annotations.summary,
    pairs(labels),
    `since ${new Date(signal.startsAt).toISOString()}  fingerprint ${signal.fingerprint}`,
    ...signal.links.map(({ title, url }) => `${title}: ${url}`),
    ...(told?.lines ?? []),
  ];
  return lines
    .filter((line) => line !== undefined && line !== '')
    .map((line, index) => `${index === 0 ? '' : '  '}${printable(line ?? '')}`)
    .join('\n');
}
