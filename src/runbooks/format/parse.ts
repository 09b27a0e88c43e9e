import { placed } from '../../config/placed.ts';
import type { Finding, Problem } from '../../config/problem.ts';
import { BodyReader } from './body.ts';
import { readFrontMatter } from './front-matter.ts';
import { readMarkdown, type LinkInText, type Markdown } from './markdown.ts';
import type { Reference, Runbook } from './runbook.ts';

/** Nobody reads so many characters at night; and Markdown made to be slow takes the square of its length. */
const LONGEST = 50_000;

/** A runbook with its mistakes: with an error in it it is good for nothing but to say what else is wrong. */
export interface ParsedRunbook {
  readonly file: string;
  readonly text: string;
  readonly runbook: Runbook;
  readonly problems: readonly Problem[];
}

/**
 * Reads a runbook: Markdown with front matter, phases as `## Title (0–5 min)`, steps as `### 1. Title`. Never throws:
 * everything that is wrong is among the problems, with its place.
 *
 * @param file what it is called in problems; its name must be the runbook's
 */
export function parseRunbook(file: string, source: string): ParsedRunbook {
  const text = source.replace(/^\uFEFF/u, '').replaceAll(/\r\n?/gu, '\n');
  const { matter, findings: above, bodyAt } = readFrontMatter(text.slice(0, LONGEST));
  const findings = [...above];
  if (text.length > LONGEST) {
    const message = `the runbook is longer than ${LONGEST} characters`;
    findings.push(error(0, message, 'make two of it, and link them'));
  }
  const expected = (file.split(/[/\\]/u).at(-1) ?? file).replace(/\.md$/u, '');
  if (matter.name !== '' && matter.name !== expected) {
    const message = `name: is ${JSON.stringify(matter.name)}, but the file is called ${JSON.stringify(expected)}`;
    findings.push(error(0, message, `write name: ${expected}, or rename the file`));
  }
  const body = readBody(text.slice(0, LONGEST), bodyAt, matter.title, findings);
  const runbook = { ...matter, ...body };
  const problems = placed(findings, file, (offset) => placeIn(text, offset));
  return { file, text, runbook, problems };
}

type Body = Pick<Runbook, 'intro' | 'phases' | 'references'>;

function readBody(text: string, start: number, title: string, findings: Finding[]): Body {
  let markdown: Markdown;
  try {
    markdown = readMarkdown(text.slice(start), start);
  } catch {
    findings.push(error(start, "the Markdown can't be read", 'nest lists and quotes less deeply'));
    return { intro: '', phases: [], references: [] };
  }
  const reader = new BodyReader(title, findings);
  for (const piece of markdown.pieces) reader.read(piece);
  const { intro, phases } = reader.end(start);
  const references = markdown.links.flatMap((link) => referenceOf(link, findings));
  return { intro, phases, references };
}

/** Runbooks link to each other as files do that stand beside each other. */
function referenceOf({ href, at }: LinkInText, findings: Finding[]): Reference[] {
  if (/^(?:#|https?:|mailto:)/iu.test(href)) return [];
  const name = /^(?:\.\/)?(?<name>[^/\\#?]+)\.md(?:#.*)?$/u.exec(href)?.groups?.['name'];
  if (name !== undefined) return [{ name, at }];
  const message = `the link ${JSON.stringify(href.slice(0, 80))} leads to no runbook`;
  findings.push(error(at, message, 'write the name of a file beside this one, or https://…'));
  return [];
}

function error(offset: number, message: string, hint: string): Finding {
  return { severity: 'error', kind: 'invalid-value', offset, message, hint };
}

/** Line and column of a character, both from 1. */
export function placeIn(text: string, offset: number) {
  const before = text.slice(0, offset);
  const lineAt = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: offset - lineAt + 1 };
}
