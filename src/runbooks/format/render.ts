import { stringify } from 'yaml';
import type { Part, Runbook, Step } from './runbook.ts';

/** A runbook as its file: what `parseRunbook` reads as the same runbook. */
export function renderRunbook(runbook: Runbook): string {
  const { name, title, answers, severity, owners, role, links, intro, phases } = runbook;
  const written = answers.map(({ text }) => text);
  const matter = stringify(
    { name, title, answers: written, severity, owners, role, links },
    { lineWidth: 0 },
  );
  let number = 0;
  const body = phases.flatMap((phase) => [
    `## ${phase.title} (${phase.target})`,
    phase.intro,
    ...phase.steps.flatMap((step) => {
      number += 1;
      return stepText(step, number);
    }),
  ]);
  const pieces = [`# ${title}`, intro, ...body].filter((text) => text !== '');
  return `---\n${matter}---\n\n${pieces.join('\n\n')}\n`;
}

function stepText({ title, parts }: Step, number: number): string[] {
  return [`### ${number}. ${title}`, ...parts.map(partText)];
}

function partText(part: Part): string {
  if (part.kind === 'text') return part.text;
  return fenced(part.kind === 'command' ? 'sh' : part.kind, part.text);
}

/** The fence is longer than every one in it. */
function fenced(language: string, text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/gu) ?? []).map((found) => found.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}
