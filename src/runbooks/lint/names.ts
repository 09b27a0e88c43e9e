import { hasErrors } from '../../config/problem.ts';
import type { ParsedRunbook } from '../format/parse.ts';
import { mistake, warning, type Remark } from './remark.ts';

/** Runbooks that nobody can tell apart. */
export function* repetitions(all: readonly ParsedRunbook[]): Generator<Remark> {
  for (const key of ['name', 'title'] as const) {
    const seen = new Map<string, string>();
    for (const one of all) {
      const text = one.runbook[key];
      const first = seen.get(text);
      if (text === '') continue;
      seen.set(text, first ?? one.file);
      if (first === undefined) continue;
      const message = `${first} has the ${key} ${JSON.stringify(text)} already`;
      yield mistake(one, 0, message, 'give it another, or remove it');
    }
  }
}

/** Runbooks to which nothing leads, and such that are the answer to everything. */
export function* uses(
  all: readonly ParsedRunbook[],
  named: ReadonlySet<string>,
): Generator<Remark> {
  const linked = new Set(all.flatMap(({ runbook }) => runbook.references.map(({ name }) => name)));
  for (const one of all) {
    const { name, answers } = one.runbook;
    for (const { text, matchers } of answers) {
      if (!matchers.every((matcher) => matcher.matches({}))) continue;
      const message = `answers: ${text} holds for alerts that have no such label at all`;
      yield warning(one, message, 'add a matcher that asks for something');
    }
    // Of one with mistakes nobody knows what it answers.
    if (hasErrors(one.problems)) continue;
    if (answers.length > 0 || linked.has(name) || named.has(name)) continue;
    const hint = 'write answers:, name it in an alarm, or link it from another';
    yield warning(one, 'nothing leads to this runbook', hint);
  }
}
