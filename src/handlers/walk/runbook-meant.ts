import { Mistake, quoted } from '../../config/mistake.ts';
import type { ParsedRunbook } from '../../runbooks/format/parse.ts';
import { namesMeant } from '../../runbooks/selection/names-meant.ts';

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
  const meant = namesMeant(name, names);
  const hint =
    meant.length === 0
      ? 'see /runbook list'
      : `write ${meant.map((one) => `/runbook ${one}`).join(' or ')}`;
  throw new Mistake(`there is no runbook ${quoted(written)}`, hint);
}

function nameOf(written: string): string {
  return written
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/gu, '-')
    .replace(/\.md$/u, '');
}
