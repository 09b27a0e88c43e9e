import { placed } from '../../config/placed.ts';
import type { Finding, Problem } from '../../config/problem.ts';
import { quoted } from '../../config/mistake.ts';
import { checklistMatterSchema } from '../../config/schema/checklist.ts';
import { readMarkdown, type LinkInText, type Markdown } from '../format/markdown.ts';
import { readOpening } from '../format/opening.ts';
import { placeIn } from '../format/parse.ts';
import type { Reference } from '../format/runbook.ts';
import type { Checklist } from './checklist.ts';
import { readItems } from './items.ts';

/** Markdown made to be slow takes the square of its length. */
const LONGEST = 20_000;
/** What means something else behind `/checklist`. */
const TAKEN = new Set(['help', 'report']);

const KIND = {
  schema: checklistMatterSchema,
  example: 'name: and title:',
  needed: { name: "the file's name, without .md", title: 'Daily check', owners: '[platform]' },
};

/** A checklist with its mistakes: with an error in it it is good for nothing but to say what else is wrong. */
export interface ParsedChecklist {
  readonly file: string;
  readonly checklist: Checklist;
  readonly problems: readonly Problem[];
  /** Where something stands that is so many characters from the start. */
  readonly place: (offset: number) => ReturnType<typeof placeIn>;
}

/**
 * Reads a checklist: Markdown with front matter, items as `## 1. Title`. Never throws: everything that is wrong is
 * among the problems, with its place.
 *
 * @param file what it is called in problems; its name must be the checklist's
 */
export function parseChecklist(file: string, source: string): ParsedChecklist {
  const whole = source.replace(/^\uFEFF/u, '').replaceAll(/\r\n?/gu, '\n');
  const text = whole.slice(0, LONGEST);
  const { value: matter, findings: above, bodyAt } = readOpening(text, KIND);
  // It goes by its file's name, whatever it says: so that one mistake hides no other checklist.
  const name = (file.split(/[/\\]/u).at(-1) ?? file).replace(/\.md$/u, '');
  const findings = [...above, ...nameFindings(matter.name, name)];
  if (whole.length > LONGEST) {
    const message = `the checklist is longer than ${LONGEST} characters`;
    findings.push(error(0, message, 'make two of it'));
  }
  const markdown = readBody(text, bodyAt, findings);
  const { intro, items } = readItems(markdown.pieces, { title: matter.title, bodyAt }, findings);
  const references = markdown.links.flatMap((link) => referenceOf(link, findings));
  const place = (offset: number) => placeIn(whole, offset);
  const checklist = { ...matter, name, intro, items, references };
  return { file, checklist, problems: placed(findings, file, place), place };
}

function nameFindings(name: string, expected: string): Finding[] {
  if (TAKEN.has(expected.toLowerCase())) {
    const message = `${quoted(expected)} means something else behind /checklist`;
    return [error(0, message, 'give it another name')];
  }
  if (name === '' || name === expected) return [];
  const message = `name: is ${quoted(name)}, but the file is called ${quoted(expected)}`;
  return [error(0, message, `write name: ${expected}, or rename the file`)];
}

function readBody(text: string, start: number, findings: Finding[]): Markdown {
  try {
    return readMarkdown(text.slice(start), start);
  } catch {
    findings.push(error(start, "the Markdown can't be read", 'nest lists and quotes less deeply'));
    return { pieces: [], links: [] };
  }
}

/** Checklists stand in a folder beside the runbooks. */
function referenceOf({ href, at }: LinkInText, findings: Finding[]): Reference[] {
  if (/^(?:#|https?:|mailto:)/iu.test(href)) return [];
  const name = /^\.\.\/(?<name>[^/\\#?]+)\.md(?:#.*)?$/u.exec(href)?.groups?.['name'];
  if (name !== undefined) return [{ name, at }];
  const message = `the link ${quoted(href)} leads to no runbook`;
  findings.push(error(at, message, 'write ../name-of-the-runbook.md, or https://…'));
  return [];
}

function error(offset: number, message: string, hint: string): Finding {
  return { severity: 'error', kind: 'invalid-value', offset, message, hint };
}
