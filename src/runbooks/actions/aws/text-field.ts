import { z } from 'zod';
import { Mistake, quoted } from '../../../config/mistake.ts';
import { orIssue } from '../../../config/schema/fields.ts';

/** A text; also a number or a yes or no, which a runbook's YAML reads it as where it is not in quotes. */
export function text(check: (text: string) => void = () => undefined) {
  return z
    .union([z.string(), z.number(), z.boolean()], { error: 'must be a text' })
    .transform((value, context): string =>
      orIssue(() => {
        check(String(value));
        return String(value);
      }, context),
    );
}

/** A text that is not empty, for a service takes no empty one. */
export function filledText(example: string) {
  return text((given) => {
    if (given.trim() === '') throw new Mistake('is empty', `write ${example}`);
  });
}

/** A name as a service writes them. */
export function nameLike(pattern: RegExp, example: string) {
  return text((given) => {
    if (!pattern.test(given)) throw new Mistake(`${quoted(given)} is no name`, `write ${example}`);
  });
}
