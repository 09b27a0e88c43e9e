/** How many characters must be inserted, deleted or replaced to make one word of the other. */
export function levenshtein(a: string, b: string): number {
  const from = [...a];
  const to = [...b];
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [index, character] of from.entries()) {
    const next = [index + 1];
    for (const [column, other] of to.entries()) {
      const replaced = (row[column] ?? 0) + (character === other ? 0 : 1);
      const deleted = (row[column + 1] ?? 0) + 1;
      const inserted = (next[column] ?? 0) + 1;
      next.push(Math.min(replaced, deleted, inserted));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/**
 * The candidate a person most likely meant, or undefined when none is close enough to be a typo
 * (more than a third of the word differs). Case, `-` and `_` don't count as differences.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = plainSpelling(word);
  // Long words are cut short: nobody's typo is that far away, and the distance costs their product.
  if (wanted.length > 100) return undefined;
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    const spelling = plainSpelling(candidate);
    if (Math.abs(spelling.length - wanted.length) >= bestDistance) continue;
    const distance = levenshtein(wanted, spelling);
    // Half of a short word replaced is another word, not a typo.
    if (distance < bestDistance && distance * 2 <= Math.max(wanted.length, spelling.length)) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

function plainSpelling(word: string): string {
  return word.toLowerCase().replaceAll('-', '_');
}
