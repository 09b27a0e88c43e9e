import { expect, test } from 'vitest';
import { runbookMeant } from '../../../src/handlers/walk/runbook-meant.ts';
import { parseRunbook } from '../../../src/runbooks/format/parse.ts';

const named = (name: string) =>
  parseRunbook(
    `${name}.md`,
    `---\nname: ${name}\ntitle: ${name}\nseverity: error\nowners: [a]\n---\n\n# ${name}\n\n## Do (0–5 min)\n\n### 1. Look\n\nLook.\n`,
  );
const RUNBOOKS = ['high-error-rate', 'error-spike', 'rollback', 'throttling'].map(named);

test.each([
  ['roll-back', 'write /runbook rollback'],
  ['hi-error', 'write /runbook high-error-rate or /runbook error-spike'],
  ['throttl', 'write /runbook throttling'],
  ['nothing of it', 'see /runbook list'],
])('of %s, which is none, it says what may be meant', (written, hint) => {
  expect(() => runbookMeant(written, RUNBOOKS)).toThrow(expect.objectContaining({ hint }));
});

test('a title will do for a name', () => {
  expect(runbookMeant('High Error Rate', RUNBOOKS).runbook.name).toBe('high-error-rate');
});
