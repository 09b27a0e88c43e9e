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
  const names = [...new Set(all.flatMap((labels) => Object.keys(labels)))].toSorted();
  const differing = names.filter((name) => new Set(all.map((labels) => labels[name])).size > 1);
  return all.map((labels) => {
    const alone = labels[NAME] === undefined ? names : [NAME];
    const text = textOf(labels, all.length > 1 ? differing : alone) || expression;
    return visible(text).replaceAll(/\s+/gu, ' ').slice(0, LONGEST);
  });
}

function textOf(labels: Labels, shown: readonly string[]): string {
  const pairs = shown.flatMap((name) => {
    const value = labels[name];
    return value === undefined || name === NAME ? [] : `${name}=${value}`;
  });
  const metric = shown.includes(NAME) ? labels[NAME] : undefined;
  return [metric ?? [], pairs.join(', ')].flat().filter(Boolean).join(' ');
}
