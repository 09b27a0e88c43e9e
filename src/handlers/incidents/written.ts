import { parseSeverity, severityWords, type Severity } from '../../alert/severity.ts';
import { Mistake, quoted } from '../../config/mistake.ts';
import { nearest } from '../../config/nearest.ts';
import {
  INCIDENT_ROLES,
  INCIDENT_STATUSES,
  type IncidentRole,
  type IncidentStatus,
} from '../../engine/ports/incidents.ts';
import { LONGEST_TITLE } from '../../runbooks/incidents/opened.ts';
import type { Word } from '../commands/words.ts';

/** So much of what somebody writes is kept: as much as a form takes. */
export const LONGEST_TEXT = 2_000;

/** Words as the text that they are. @throws Mistake for none, and for too many */
export function textOf(words: readonly Word[], missing: string, hint: string): string {
  const text = words
    .map((word) => word.text)
    .join(' ')
    .trim();
  if (text === '') throw new Mistake(missing, hint);
  if (text.length > LONGEST_TEXT) {
    throw new Mistake('that is too long', `write at most ${LONGEST_TEXT} characters`);
  }
  return text;
}

/** @throws Mistake for a title that is none */
export function titleIn(words: readonly Word[]): string {
  const hint = 'write what goes wrong: /incident open critical Checkout is down';
  const title = textOf(words, 'it has no title', hint);
  if (title.length <= LONGEST_TITLE) return title;
  const shorter = `write at most ${LONGEST_TITLE} characters, and the rest with /incident note`;
  throw new Mistake('the title is too long', shorter);
}

/** With these words alone a title may begin with how bad it is: `High latency` and `page 404s` are titles. */
const BEFORE_A_TITLE = /^(?:critical|error|warning|info|p[ _-]?[0-3]|sev[ _-]?[01])$/iu;

/** How bad it is and what it is, as somebody wrote them in a line; in quotes all of it is the title. @throws Mistake */
export function titledIn(words: readonly Word[]): {
  readonly title: string;
  readonly severity?: Severity;
} {
  const [first, ...rest] = words;
  const isBefore = first !== undefined && !first.isQuoted && BEFORE_A_TITLE.test(first.text);
  const severity = isBefore ? parseSeverity(first.text) : undefined;
  return severity === undefined ? { title: titleIn(words) } : { title: titleIn(rest), severity };
}

/** How bad something is, by a word that people have for it. @throws Mistake */
export function severityIn(word: Word | undefined): Severity {
  const found = parseSeverity(word?.text ?? '');
  if (found !== undefined) return found;
  const what =
    word === undefined ? 'there is no severity' : `${quoted(word.text)} is not a severity`;
  throw new Mistake(what, `write one of ${severityWords()}`);
}

/** The status that a word is, if it is one. */
export function statusIn(word: Word | undefined): IncidentStatus | undefined {
  const text = word?.text.toLowerCase().replace(/[:,]$/u, '') ?? '';
  return INCIDENT_STATUSES.find((status) => status === text);
}

/** What people also call a role. */
const ALIASES: Readonly<Record<string, IncidentRole>> = {
  commander: 'commander',
  ic: 'commander',
  lead: 'commander',
  communications: 'communications',
  communication: 'communications',
  comms: 'communications',
  scribe: 'scribe',
  operations: 'operations',
  ops: 'operations',
};

/** @throws Mistake that names the nearest */
export function roleIn(word: Word | undefined): IncidentRole {
  const text = word?.text.toLowerCase() ?? '';
  const role = Object.hasOwn(ALIASES, text) ? ALIASES[text] : undefined;
  if (role !== undefined) return role;
  const meant = nearest(text, Object.keys(ALIASES));
  const what = word === undefined ? 'there is no role' : `${quoted(text)} is not a role`;
  const all = INCIDENT_ROLES.join(', ');
  throw new Mistake(what, meant === undefined ? `write one of ${all}` : `write ${meant}`);
}
