import { labelsText } from '../../alert/labels.ts';
import type { NotChosen } from '../../asking/choose-group.ts';
import { printable } from '../printable.ts';

/** What to say when no group, or more than one, is meant: with those that may be. */
export function notChosen(text: string, { meant, nearest }: NotChosen): string {
  const what =
    meant === 'several'
      ? `${text} may be one of several groups; write the key of one`
      : `there is no group ${text}`;
  if (nearest.length === 0) return printable(`${what}: there are none now`);
  const names = nearest.map(({ key, labels }) => `  ${key} ${labelsText(labels)}`);
  const head = meant === 'several' ? what : `${what}; the nearest are`;
  return [`${head}:`, ...names].map(printable).join('\n');
}
