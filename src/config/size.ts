import { Mistake, quoted } from './mistake.ts';

const KIB = 1024;
const UNITS: Readonly<Record<string, number>> = { B: 1, KiB: KIB, MiB: KIB ** 2, GiB: KIB ** 3 };

/** Of one message: more than this nobody needs, and the store should not be asked to hold. */
const LARGEST = 16 * 1024 * 1024;

/**
 * Bytes of a size: `512KiB`, `4MiB`, `1000B`.
 *
 * @param largest of a message, unless told
 * @throws Mistake that says what to write instead.
 */
export function parseSize(text: string, largest: number = LARGEST): number {
  const [, digits = '', unit = ''] = /^(\d{1,9}) ?(B|KiB|MiB|GiB)$/u.exec(text.trim()) ?? [];
  const bytes = Number(digits) * (UNITS[unit] ?? 0);
  if (bytes === 0)
    throw new Mistake(`${quoted(text)} is not a size`, 'write a size such as 512KiB or 4MiB');
  if (bytes > largest) {
    const most = largest >= KIB ** 3 ? `${largest / KIB ** 3}GiB` : `${largest / KIB ** 2}MiB`;
    throw new Mistake(`${quoted(text)} is too large`, `write at most ${most}`);
  }
  return bytes;
}
