import type { Group } from '../../alert/group.ts';
import { labelValue, type Labels } from '../../alert/labels.ts';
import { levenshtein } from '../../config/nearest.ts';
import { printable } from '../printable.ts';
import { labelsText } from './text.ts';

/** So many others are named when one is not found, or several are meant. */
const NAMED = 5;

/** The group that is meant, or those that may be. */
export type Choice =
  | { readonly key: string }
  | { readonly meant: 'several' | 'none'; readonly nearest: readonly Group[] };

/**
 * Finds the group by its key, the beginning of its key, or labels: all groups that have them.
 *
 * @param labels read from the text if it is labels
 */
export function chooseGroup(
  text: string,
  labels: Labels | undefined,
  groups: readonly Group[],
): Choice {
  if (groups.some(({ key }) => key === text)) return { key: text };
  const found = groups.filter((group) =>
    labels === undefined ? group.key.startsWith(text) : has(group.labels, labels),
  );
  if (found.length > 0) return oneOf(found);
  const words = labels === undefined ? [text] : Object.values(labels);
  const nearest = groups.toSorted((a, b) => distance(words, a) - distance(words, b));
  return { meant: 'none', nearest: nearest.slice(0, NAMED) };
}

/** The only one of those that may be meant, or that there are several. */
export function oneOf(found: readonly Group[]): Choice {
  const [first] = found;
  return first !== undefined && found.length === 1
    ? { key: first.key }
    : { meant: 'several', nearest: found.slice(0, NAMED) };
}

/** Whether some labels have all that are wanted. */
export function has(labels: Labels, wanted: Labels): boolean {
  return Object.entries(wanted).every(([name, value]) => labelValue(labels, name) === value);
}

function distance(words: readonly string[], { key, labels }: Group): number {
  const names = [key, ...Object.values(labels)].map((name) => name.slice(0, 100));
  return Math.min(
    ...words.flatMap((word) => names.map((name) => levenshtein(word.slice(0, 100), name))),
  );
}

/** What to say when no group, or more than one, is meant: with those that may be. */
export function notChosen(
  text: string,
  { meant, nearest }: { readonly meant: 'several' | 'none'; readonly nearest: readonly Group[] },
): string {
  const what =
    meant === 'several'
      ? `${text} may be one of several groups; write the key of one`
      : `there is no group ${text}`;
  if (nearest.length === 0) return printable(`${what}: there are none now`);
  const names = nearest.map(({ key, labels }) => `  ${key} ${labelsText(labels)}`);
  const head = meant === 'several' ? what : `${what}; the nearest are`;
  return [`${head}:`, ...names].map(printable).join('\n');
}
