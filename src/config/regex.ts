import { RE2JS } from 're2js';
import { Mistake, quoted } from './mistake.ts';

/**
 * Checks that a regular expression is one RE2 can read.
 *
 * @throws Mistake that says what to write instead.
 */
export function checkRegex(text: string): void {
  try {
    RE2JS.compile(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const why = message.replace('error parsing regexp: ', '');
    throw new Mistake(`${quoted(text)} is not a regular expression (${why})`, hintFor(text));
  }
}

function hintFor(text: string): string {
  if (/\(\?<?[=!]/.test(text)) return 'RE2 has no look-around: write a second matcher, with !~';
  if (/\\[1-9]/.test(text)) return 'RE2 has no back-references: write the alternatives out';
  if (/^[*?+]/.test(text)) return `write .${text.slice(0, 40)}`;
  return 'write it in RE2 syntax, with a backslash before characters meant literally';
}
