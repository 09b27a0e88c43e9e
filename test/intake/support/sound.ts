import { expect } from 'vitest';
import type { Signal } from '../../../src/alert/signal.ts';

/** Whatever a signal was made of, the rules can work with it, and people can read and follow it. */
export function expectSound(signal: Signal): void {
  expect(signal.fingerprint).toMatch(/^[0-9a-f]{16}$/u);
  expect(signal.labels['alertname']).toBeTruthy();
  expect(signal.labels['severity']).toBe(signal.severity ?? signal.defaultSeverity);
  expect(new Date(signal.startsAt).toISOString()).toBeTruthy();
  const figures = [signal.value, signal.threshold].filter((figure) => figure !== undefined);
  expect(figures.every(Number.isFinite)).toBe(true);
  const labels = Object.values(signal.labels);
  expect(labels.length).toBeLessThanOrEqual(64);
  expect(labels.every((value) => value.length <= 1024 && value.isWellFormed())).toBe(true);
  for (const value of Object.values(signal.annotations)) {
    expect(value?.length ?? 0).toBeLessThanOrEqual(4096);
  }
  for (const { url } of signal.links) expect(url).toMatch(/^https?:\/\//u);
}
