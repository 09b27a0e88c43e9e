import { Mistake, quoted } from '../../config/mistake.ts';
import { nearest } from '../../config/nearest.ts';
import type { ParsedRunbook } from '../../runbooks/format/parse.ts';

/** More than these are no help. */
const MOST_MEANT = 3;
/** Shorter ones, such as `of`, say little, in characters. */
const SHORTEST_WORD = 3;

/** The runbook of a name or title. @throws Mistake for what is none, with what was meant */
export function runbookMeant(written: string, runbooks: readonly ParsedRunbook[]): ParsedRunbook {
  const name = nameOf(written);
  const found = runbooks.find(
    ({ runbook }) => nameOf(runbook.name) === name || nameOf(runbook.title) === name,
  );
  if (found !== undefined) return found;
  if (runbooks.length === 0) {
    throw new Mistake(
      'there are no runbooks',
      'write runbooks: { dirs: [shipped] } into the config',
    );
  }
  const names = runbooks.map(({ runbook }) => runbook.name);
  const near = nearest(name, names);
  const meant = near === undefined ? alike(name, names) : [near];
  const hint =
    meant.length === 0 || meant.length > MOST_MEANT
      ? 'see /runbook list'
      : `write ${meant.map((one) => `/runbook ${one}`).join(' or ')}`;
  throw new Mistake(`there is no runbook ${quoted(written)}`, hint);
}

/** Those that share a word with it, or the beginning of one. */
function alike(name: string, names: readonly string[]): readonly string[] {
  const words = name.split('-').filter((word) => word.length >= SHORTEST_WORD);
  return names.filter((one) =>
    words.some((word) => one.split('-').some((part) => part.startsWith(word))),
  );
}

function nameOf(written: string): string {
  return written
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/gu, '-')
    .replace(/\.md$/u, '');
}
