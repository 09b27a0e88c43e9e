import { parseMatchers } from '../../config/matchers.ts';
import type { Finding } from '../../config/problem.ts';
import { frontMatterSchema, type FrontMatter } from '../../config/schema/runbook.ts';
import { readOpening } from './opening.ts';
import type { Answer } from './runbook.ts';

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

export interface Opened {
  readonly matter: Omit<FrontMatter, 'answers'> & { readonly answers: readonly Answer[] };
  readonly findings: readonly Finding[];
  /** Where the Markdown begins. */
  readonly bodyAt: number;
}

/** Reads what stands above a runbook. */
export function readFrontMatter(text: string): Opened {
  const { value, findings, bodyAt } = readOpening(text, KIND);
  const answers = value.answers.map((one) => ({ text: one, matchers: parseMatchers(one) }));
  return { matter: { ...value, answers }, findings, bodyAt };
}
