import { problemText } from '../../src/config/problem.ts';
import { parseRunbook, type ParsedRunbook } from '../../src/runbooks/format/parse.ts';

/** Front matter for a runbook of that name; more lines go below it. */
export function matter(name = 't', ...more: readonly string[]): string {
  const lines = [`name: ${name}`, `title: Title of ${name}`, 'severity: error', 'owners: [ops]'];
  return ['---', ...lines, ...more, '---', ''].join('\n');
}

/** A runbook of one step, with some text in it. */
export function runbook(name: string, text = 'Look.', ...more: readonly string[]): ParsedRunbook {
  const body = `\n## Investigate (0–5 min)\n\n### 1. Look\n\n${text}\n`;
  return parseRunbook(`${name}.md`, matter(name, ...more) + body);
}

/** What is wrong with a file called t.md. */
export function mistakesIn(text: string): string[] {
  return parseRunbook('t.md', text).problems.map(problemText);
}
