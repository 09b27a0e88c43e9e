import type { StepResult } from '../../engine/ports/walks.ts';

const SIGNS = { done: '✅', skipped: '⏭️', failed: '❌' } as const;

/** What came of a step. */
export function resultLine(
  { kind, by, answer, note }: StepResult,
  index: number,
  title: string,
): string {
  const said = [answer, note].filter((one) => one !== undefined && one !== '').join('; ');
  return `${SIGNS[kind]} ${index + 1}. ${title}${said === '' ? '' : `: ${said}`} (${by.name})`;
}
