import { z } from 'zod';
import { Mistake, quoted } from '../../../config/mistake.ts';
import { orIssue } from '../../../config/schema/fields.ts';

interface Bounds {
  readonly least: number;
  readonly most: number;
  /** What is counted, and how: `a whole number of MB`. */
  readonly of: string;
  readonly isWhole?: true;
}

/** A number within bounds, also as a text: what stands in place of a placeholder is one. */
export function figure({ least, most, of, isWhole }: Bounds) {
  return z.union([z.number(), z.string()]).transform((given, context): number =>
    orIssue(() => {
      const text = String(given).trim();
      const number = /^\d{1,15}(\.\d{1,15})?$/u.test(text) ? Number(text) : Number.NaN;
      const isOne = isWhole === undefined || Number.isInteger(number);
      if (isOne && number >= least && number <= most) return number;
      throw new Mistake(`${quoted(text)} is not ${of}`, `write one from ${least} to ${most}`);
    }, context),
  );
}
