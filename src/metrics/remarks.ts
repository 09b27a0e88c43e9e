import { visible } from '../alert/visible.ts';

const AT_MOST = 5;
const LONGEST = 300;

/** What a source remarked, as people can be shown it: each once, the first few, none of them long. */
export function remarksFrom(texts: Iterable<string>): readonly string[] {
  const remarks = new Set<string>();
  for (const text of texts) {
    remarks.add(visible(text.slice(0, 2 * LONGEST)).slice(0, LONGEST));
    if (remarks.size === AT_MOST) break;
  }
  return [...remarks];
}
