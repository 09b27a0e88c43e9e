import { problemText } from '../config/problem.ts';
import type { Shelf } from './at-hand.ts';

const MOST = 3;

/** What keeps runbooks from being used as their files are, for who looks for them; undefined where nothing does. */
export function shelfRemark({ problems }: Shelf): string | undefined {
  const [first, ...more] = problems.slice(0, MOST).map(problemText);
  if (first === undefined) return undefined;
  const rest = problems.length - MOST;
  const lines = [first, ...more, ...(rest > 0 ? [`+${rest} more: see tocsin runbook lint`] : [])];
  return `⚠️ These files are not used as they are:\n${lines.join('\n')}`;
}
