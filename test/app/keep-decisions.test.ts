import { expect, test } from 'vitest';
import { keepDecisions } from '../../src/app/keep-decisions.ts';
import { explain } from '../../src/asking/explanation.ts';
import { explanationLines } from '../../src/asking/explanation-text.ts';
import type { Decision } from '../../src/engine/ports/decisions.ts';
import { policyOf, route } from '../rules/make.ts';

test('what people did about a group is kept, and told with who, when and why', async () => {
  const decisions: Decision[] = [];
  const kept = {
    append: async (_: string, more: readonly Decision[]) => void decisions.push(...more),
    of: async () => decisions,
  };
  const keep = keepDecisions(
    kept,
    () => 60_000,
    (error) => expect.fail(String(error)),
  );
  const [group, traceId] = ['g', 't'];
  keep({ type: 'acknowledge', traceId, group, by: 'Ana' }, [
    { decision: 'acknowledged', reason: 'by Ana', group },
  ]);
  keep({ type: 'silence-begun', traceId, group, silence: 's1' }, [
    { decision: 'silenced', reason: 'by Ben until 1970-01-01T02:00:00Z', group, note: 'disks' },
  ]);
  keep({ type: 'note', traceId, group, by: 'Pat', text: 'The pool' }, [
    { decision: 'noted', reason: 'by Pat', group, note: 'The pool' },
  ]);
  const facts = { alerts: new Map(), silences: [], decisions };
  const lines = explanationLines(explain(group, facts, policyOf(route()), 60_000)).decisions;
  expect(lines.slice(1)).toEqual([
    '  1970-01-01T00:01:00Z acknowledged by Ana',
    '  1970-01-01T00:01:00Z silenced by Ben until 1970-01-01T02:00:00Z: disks',
    '  1970-01-01T00:01:00Z a note by Pat: The pool',
  ]);
});
