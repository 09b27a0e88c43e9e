import { Mistake } from '../../config/mistake.ts';

/** A message holds so many characters of parameters beside all else: Slack takes 13,200 in all its blocks. */
export const LONGEST_SHOWN = 6_000;

/** Parameters as people see them before they say yes. */
export function shownParams(params: unknown): string {
  return JSON.stringify(params, undefined, 2);
}

/** That nobody is asked for what they could see only a part of. @throws Mistake */
export function checkShown(params: unknown): void {
  const { length } = shownParams(params);
  if (length <= LONGEST_SHOWN) return;
  throw new Mistake(
    `the parameters have ${length} characters, and people can be shown ${LONGEST_SHOWN}`,
    'keep what is long where the action can read it, and name that',
  );
}
