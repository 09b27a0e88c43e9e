import { Mistake, quoted } from './mistake.ts';

const UNITS: Readonly<Record<string, number>> = { B: 1, KiB: 1024, MiB: 1024 * 1024 };

/** Of one message: more than this nobody needs, and the store should not be asked to hold. */
const LARGEST = 16 * 1024 * 1024;

/**
 * Bytes of a size: `512KiB`, `4MiB`, `1000B`.
 *
 * @throws Mistake that says what to write instead.
 */
export function parseSize(text: string): number {
  const [, digits = '', unit = ''] = /^(\d{1,9}) ?(B|KiB|MiB)$/u.exec(text.trim()) ?? [];
  const bytes = Number(digits) * (UNITS[unit] ?? 0);
  if (bytes === 0)
    throw new Mistake(`${quoted(text)} is not a size`, 'write a size such as 512KiB or 4MiB');
  if (bytes > LARGEST) throw new Mistake(`${quoted(text)} is too large`, 'write at most 16MiB');
  return bytes;
}
