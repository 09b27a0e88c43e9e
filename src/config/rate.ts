import type { Rate } from '../alert/rate.ts';
import { Mistake, quoted } from './mistake.ts';

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/**
 * Reads how often something may happen: `50/s`, `300/m`, `1000/h`. All of them may come at once.
 *
 * @throws Mistake that says what to write instead.
 */
export function parseRate(text: string): Rate {
  const [, digits = '', unit = ''] = /^(\d{1,9})\/([smh])$/u.exec(text.trim()) ?? [];
  const burst = Number(digits);
  if (burst === 0) throw new Mistake(`${quoted(text)} is not a rate`, suggestion(text));
  return { burst, perSecond: burst / (SECONDS[unit] ?? 1) };
}

function suggestion(text: string): string {
  const [, digits = '50', unit = 's'] =
    /^\s*([1-9]\d{0,8})\s*(?:\/|per)?\s*([smh])?/iu.exec(text) ?? [];
  return `write a rate such as ${digits}/${unit.toLowerCase()}`;
}
