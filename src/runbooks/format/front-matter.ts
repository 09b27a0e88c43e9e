import { parseMatchers } from '../../config/matchers.ts';
import type { Finding } from '../../config/problem.ts';
import { frontMatterSchema, type FrontMatter } from '../../config/schema/runbook.ts';
import type { Answer } from './runbook.ts';
import { readYamlPart } from './yaml-part.ts';

const KIND = {
  schema: frontMatterSchema,
  example: 'name: and title:',
  needed: {
    name: "the file's name, without .md",
    title: 'High error rate',
    severity: 'critical, error, warning or info',
    owners: '[platform]',
  },
};

const FENCED = /^---[ \t]*\n(?<yaml>[\s\S]*?\n)??---[ \t]*(?:\n|$)/u;

export interface Opened {
  readonly matter: Omit<FrontMatter, 'answers'> & { readonly answers: readonly Answer[] };
  readonly findings: readonly Finding[];
  /** Where the Markdown begins. */
  readonly bodyAt: number;
}

/** Reads what stands above a runbook. */
export function readFrontMatter(text: string): Opened {
  const found = FENCED.exec(text);
  const yaml = found?.groups?.['yaml'] ?? '';
  const at = text.indexOf('\n') + 1;
  const { value, findings } = readYamlPart(yaml, at, KIND);
  const answers = value.answers.map((one) => ({ text: one, matchers: parseMatchers(one) }));
  const matter = { ...value, answers };
  if (found !== null) return { matter, findings, bodyAt: found[0].length };
  const message = 'the file does not begin with front matter';
  const hint = 'begin with a line ---, then name:, title:, severity: and owners:, then a line ---';
  const missing: Finding = { severity: 'error', kind: 'missing-key', offset: 0, message, hint };
  return { matter, findings: [missing], bodyAt: 0 };
}
