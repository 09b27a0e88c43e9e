/**
 * The one severity ladder. The four names are those of PagerDuty's Events API v2; the aliases are
 * what people and other tools call the same rungs.
 */
export const SEVERITIES = ['critical', 'error', 'warning', 'info'] as const;

export type Severity = (typeof SEVERITIES)[number];

const ALIASES: ReadonlyMap<string, Severity> = new Map([
  ...SEVERITIES.map((name) => [name, name] as const),
  ['p0', 'critical'],
  ['page', 'critical'],
  ['sev0', 'critical'],
  ['sev1', 'critical'],
  ['p1', 'error'],
  ['high', 'error'],
  ['severe', 'error'],
  ['p2', 'warning'],
  ['medium', 'warning'],
  ['moderate', 'warning'],
  ['p3', 'info'],
  ['low', 'info'],
  ['minor', 'info'],
]);

/**
 * The severity a word stands for, whatever its case and whether it is written `sev1`, `SEV-1` or
 * `Sev 1`; undefined for a word that is not on the ladder.
 */
export function parseSeverity(word: string): Severity | undefined {
  return ALIASES.get(
    word
      .trim()
      .toLowerCase()
      .replace(/^(sev|p)[ _-](?=\d$)/u, '$1'),
  );
}

/** Every word that stands for a severity, its name first. */
export function wordsFor(severity: string): readonly string[] {
  const words = [...ALIASES].filter(([, name]) => name === severity).map(([word]) => word);
  return words.length === 0 ? [severity] : words;
}

/** A severity as somebody wrote it: the one it is, or the word that is none. */
export interface ReadSeverity {
  readonly severity?: Severity;
  readonly unknownSeverity?: string;
}

/** Characters that are kept of a word nobody knows. */
const UNKNOWN_LENGTH = 40;

/** Reads what a message has for its severity; neither when it has nothing there. */
export function readSeverity(word = ''): ReadSeverity {
  const severity = parseSeverity(word);
  if (severity !== undefined) return { severity };
  const unknown = word.trim().slice(0, UNKNOWN_LENGTH).toWellFormed();
  return unknown === '' ? {} : { unknownSeverity: unknown };
}

/** The ladder in words, worst first: `critical (p0, page, …), error (…), …`. */
export function severityWords(): string {
  const words = [...ALIASES];
  return SEVERITIES.map((name) => {
    const aliases = words.filter(([word, severity]) => severity === name && word !== name);
    return `${name} (${aliases.map(([word]) => word).join(', ')})`;
  }).join(', ');
}

/** Orders severities, worst first: negative when `a` is worse than `b`. */
export function compareSeverity(a: Severity, b: Severity): number {
  return SEVERITIES.indexOf(a) - SEVERITIES.indexOf(b);
}

/** The priority people say for a severity: P0 (critical) to P3 (info). */
export function priorityOf(severity: Severity): string {
  return `P${SEVERITIES.indexOf(severity)}`;
}

/** The worst of some severities; undefined for none. */
export function worst(severities: readonly Severity[]): Severity | undefined {
  return SEVERITIES.find((severity) => severities.includes(severity));
}

/** The worse of two severities, where the first may be none. */
export function worse(one: Severity | undefined, other: Severity): Severity {
  return one === undefined || compareSeverity(other, one) < 0 ? other : one;
}
