import type { Group } from '../alert/group.ts';
import { labelValue, type Labels } from '../alert/labels.ts';
import { levenshtein } from '../config/nearest.ts';

/** So many others are named when one is not found, or several are meant. */
const NAMED = 5;
/** With so many words groups are compared: it is done for each group, and nothing else meanwhile. */
const COMPARED = 5;

/** Those that may be meant where no group is, or more than one. */
export interface NotChosen {
  readonly meant: 'several' | 'none';
  readonly nearest: readonly Group[];
}

/** The group that is meant, or those that may be. */
export type Choice = { readonly key: string } | NotChosen;

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
  return { meant: 'none', nearest: nearestGroups(words, groups) };
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

/** The groups whose key, or a label's value, is written most like one of some words. */
export function nearestGroups(
  words: readonly string[],
  groups: readonly Group[],
): readonly Group[] {
  const few = words.slice(0, COMPARED);
  return groups
    .map((group) => ({ group, far: distance(few, group) }))
    .toSorted((a, b) => a.far - b.far)
    .slice(0, NAMED)
    .map(({ group }) => group);
}

function distance(words: readonly string[], { key, labels }: Group): number {
  const names = [key, ...Object.values(labels)].map((name) => name.slice(0, 100));
  return Math.min(
    ...words.flatMap((word) => names.map((name) => levenshtein(word.slice(0, 100), name))),
  );
}
