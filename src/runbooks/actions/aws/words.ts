/** `No execution of train runs.`; with a plus where no more than so many were counted. */
export function runningText(count: number, name: string, most: number): string {
  if (count === 0) return `No execution of ${name} runs.`;
  if (count === 1) return `1 execution of ${name} runs.`;
  return `${count}${count >= most ? '+' : ''} executions of ${name} run.`;
}

/** `1 task`, `4,000 tasks`. */
export function countText(count: number, one: string): string {
  return `${count.toLocaleString('en-US')} ${one}${count === 1 ? '' : 's'}`;
}
