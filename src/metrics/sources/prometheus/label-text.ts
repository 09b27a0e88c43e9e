import { visible } from '../../../alert/visible.ts';
import type { Labels } from './schema.ts';

const NAME = '__name__';
const LONGEST = 120;

/**
 * What to call each of the series that a question brought: by the labels they differ in, and a single
 * one by its metric's name, else by all it has.
 *
 * @param expression what a series is called that has no labels
 */
export function labelTexts(all: readonly Labels[], expression: string): readonly string[] {
  const differing = differingIn(all);
  return all.map((labels) => {
    const isShown = (name: string) =>
      all.length > 1 ? differing.has(name) : labels[NAME] === undefined || name === NAME;
    const text = textOf(labels, isShown) || expression;
    return visible(text.slice(0, 4 * LONGEST))
      .replaceAll(/\s+/gu, ' ')
      .slice(0, LONGEST);
  });
}

/** The names of labels that not all have, or not with the same value. Each label is looked at once: there may be many. */
function differingIn(all: readonly Labels[]): ReadonlySet<string> {
  const seen = new Map<string, { readonly value: string; times: number }>();
  const differing = new Set<string>();
  for (const [name, value] of all.flatMap((labels) => Object.entries(labels))) {
    const known = seen.get(name);
    if (known === undefined) seen.set(name, { value, times: 1 });
    else if (known.value === value) known.times += 1;
    else differing.add(name);
  }
  for (const [name, { times }] of seen) if (times < all.length) differing.add(name);
  return differing;
}

function textOf(labels: Labels, isShown: (name: string) => boolean): string {
  const pairs = Object.entries(labels)
    .filter(([name]) => name !== NAME && isShown(name))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`);
  const metric = isShown(NAME) ? labels[NAME] : undefined;
  return [metric ?? [], pairs.join(', ')].flat().filter(Boolean).join(' ');
}
