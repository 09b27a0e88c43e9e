import { nearest } from '../../config/nearest.ts';
import type { ParsedRunbook } from '../format/parse.ts';
import { mistake, type Remark } from './remark.ts';

/**
 * Links to runbooks that there are not.
 *
 * @param elsewhere names of others that links may lead to
 */
export function* deadLinks(
  all: readonly ParsedRunbook[],
  elsewhere: readonly string[],
): Generator<Remark> {
  const names = [...all.map(({ runbook }) => runbook.name), ...elsewhere];
  for (const one of all) {
    for (const { name, at } of one.runbook.references) {
      if (names.includes(name)) continue;
      const meant = nearest(name, names);
      const hint = meant === undefined ? 'write it, or take the link out' : `write ${meant}.md`;
      yield mistake(one, at, `there is no runbook ${JSON.stringify(name)}`, hint);
    }
  }
}

/** Links by which whoever follows them comes back to where they were: each circle once, where it closes. */
export function* circles(all: readonly ParsedRunbook[]): Generator<Remark> {
  const byName = new Map(all.map((one) => [one.runbook.name, one]));
  const done = new Set<string>();
  function* walk(one: ParsedRunbook, above: readonly string[]): Generator<Remark> {
    const { name, references } = one.runbook;
    if (done.has(name)) return;
    const way = [...above, name];
    for (const reference of new Map(references.map((link) => [link.name, link])).values()) {
      const from = way.indexOf(reference.name);
      const next = byName.get(reference.name);
      if (from >= 0) {
        const circle = [...way.slice(from), reference.name].join(' → ');
        const message = `the links go round in a circle: ${circle}`;
        yield mistake(one, reference.at, message, 'say here what there is to do, or end there');
      } else if (next !== undefined) yield* walk(next, way);
    }
    done.add(name);
  }
  for (const one of all) yield* walk(one, []);
}
