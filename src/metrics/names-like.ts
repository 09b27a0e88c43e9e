import { levenshtein } from '../config/nearest.ts';

const LONGEST = 200;
const MOST = 5;

/**
 * Those names that somebody may have meant, the nearest first: typos before names that have what was
 * written somewhere in them.
 */
export function namesLike(text: string, names: Iterable<string>, most = MOST): readonly string[] {
  const wanted = spelling(text);
  if (wanted === '' || wanted.length > LONGEST) return [];
  return [...names]
    .map((name) => ({ name, distance: distanceOf(wanted, spelling(name)) }))
    .filter(({ distance }) => distance < Number.POSITIVE_INFINITY)
    .toSorted((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, most)
    .map(({ name }) => name);
}

function spelling(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.:/\s]+/gu, '_');
}

function distanceOf(wanted: string, name: string): number {
  const farthest = Math.max(1, Math.floor(wanted.length / 3));
  if (Math.abs(wanted.length - name.length) <= farthest) {
    const distance = levenshtein(wanted, name);
    if (distance <= farthest) return distance;
  }
  return name.includes(wanted) ? LONGEST + name.length - wanted.length : Number.POSITIVE_INFINITY;
}
