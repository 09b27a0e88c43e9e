/** `no execution`, `1 execution`, `3 executions`; with a plus where no more were counted. */
export function countText(count: number, what: string, most = Number.POSITIVE_INFINITY): string {
  if (count === 0) return `No ${what}`;
  return `${count}${count >= most ? '+' : ''} ${what}${count === 1 ? '' : 's'}`;
}

/** What is sent, in one line: people approve exactly this. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value);
}
