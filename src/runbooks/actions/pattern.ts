/**
 * Whether a name is as a pattern has it: `*` is any text, `?` any one character, anything else itself. It takes no more
 * than the product of both lengths, whatever is in them: of several stars only the last one's text may have to grow.
 */
export function isLike(name: string, pattern: string): boolean {
  let [at, next] = [0, 0];
  let star: { readonly at: number; readonly next: number } | undefined;
  while (at < name.length) {
    if (pattern[next] === '*') {
      star = { at, next: next + 1 };
      next += 1;
    } else if (pattern[next] === '?' || pattern[next] === name[at]) {
      at += 1;
      next += 1;
    } else if (star === undefined) {
      return false;
    } else {
      star = { at: star.at + 1, next: star.next };
      ({ at, next } = star);
    }
  }
  return /^\**$/u.test(pattern.slice(next));
}
