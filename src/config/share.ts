import { Mistake, quoted } from './mistake.ts';

/**
 * A share of a whole, from 0 to 1: `10%` and `0.1` are the same.
 *
 * @throws Mistake that says what to write instead.
 */
export function parseShare(text: string): number {
  const [, digits = '', percent = ''] = /^(\d+(?:\.\d+)?)\s*(%?)$/u.exec(text.trim()) ?? [];
  const share = percent === '' ? Number(digits) : Number(digits) / 100;
  if (digits === '')
    throw new Mistake(`${quoted(text)} is not a share`, 'write a share such as 10%');
  if (share > 1) {
    const hint = percent === '' ? `write ${digits}%` : 'write at most 100%';
    throw new Mistake(`${quoted(text)} is more than all`, hint);
  }
  return share;
}
