import type { Versioned } from '../../engine/ports/event-store.ts';

/** A record as it is kept: its version, a bar, and its JSON. */
export function encode(version: number, value: unknown): string {
  return `${version}|${JSON.stringify(value)}`;
}

/** Reads a record back: written by us alone, so trusted. */
export function decode<T>(text: string | null | undefined): Versioned<T> {
  if (text === null || text === undefined) return { version: 0, value: undefined };
  const bar = text.indexOf('|');
  const value: T = JSON.parse(text.slice(bar + 1));
  return { version: Number(text.slice(0, bar)), value };
}

/** The fields of a hash, each JSON. */
export function decodeHash<T>(
  fields: Readonly<Record<string, string>> = {},
): ReadonlyMap<string, T> {
  return new Map(
    Object.entries(fields).map(([field, text]): [string, T] => [field, JSON.parse(text)]),
  );
}

/** Redis's TIME (seconds, microseconds) in whole epoch milliseconds. */
export function toMilliseconds(time: readonly (number | string)[]): number {
  return Math.floor(toMicroseconds(time) / 1000);
}

/** The same in microseconds. */
export function toMicroseconds([seconds, microseconds]: readonly (number | string)[]): number {
  return Number(seconds) * 1_000_000 + Number(microseconds);
}
