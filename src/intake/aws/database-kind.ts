import type { Severity } from '../../alert/severity.ts';
import type { Becomes } from './news.ts';

/** What a database's event is: how bad, and whether it ends by itself. `nothing` opens nothing. */
export interface DatabaseKind {
  readonly category: string;
  readonly severity: Severity;
  readonly becomes: Becomes | 'nothing';
}

/**
 * The categories of events, the worst first, for an event may be of several. Routine work that went
 * well and changes of the configuration open nothing.
 *
 * Sources: Amazon RDS User Guide, "Amazon RDS event categories and event messages"; AWS DMS User
 * Guide, "Event categories and event messages".
 */
const CATEGORIES: readonly (readonly [category: string, severity: Severity | 'nothing'])[] = [
  ['low storage', 'error'],
  ['failure', 'error'],
  ['error', 'error'],
  ['failover', 'warning'],
  ['global failover', 'warning'],
  ['availability', 'warning'],
  ['recovery', 'warning'],
  ['security', 'warning'],
  ['state change', 'warning'],
  ['read replica', 'info'],
  ['deletion', 'info'],
  ['maintenance', 'info'],
  ['security patching', 'info'],
  ['patching', 'info'],
  ['notification', 'info'],
  ['restoration', 'nothing'],
  ['configuration change', 'nothing'],
  ['creation', 'nothing'],
  ['backup', 'nothing'],
];

/** Events that are worse than their category, or come in pairs. */
const BY_ID: Readonly<Record<string, DatabaseKind>> = {
  'RDS-EVENT-0007': { category: 'low storage', severity: 'critical', becomes: 'occurrence' },
  'RDS-EVENT-0089': { category: 'low storage', severity: 'warning', becomes: 'occurrence' },
  // Both come as news of the availability: the database was shut down for want of storage, or will be.
  'RDS-EVENT-0221': { category: 'low storage', severity: 'critical', becomes: 'occurrence' },
  'RDS-EVENT-0222': { category: 'low storage', severity: 'error', becomes: 'occurrence' },
  'RDS-EVENT-0045': { category: 'replication stopped', severity: 'warning', becomes: 'firing' },
  'RDS-EVENT-0046': { category: 'replication stopped', severity: 'warning', becomes: 'resolved' },
};

/** Which words tell a category where a message names none; the first that is found. */
const WORDS: readonly (readonly [words: RegExp, category: string])[] = [
  [/fail(?:ing|ed)?[ -]?over/iu, 'failover'],
  [
    /storage.{0,60}(?:exhausted|full|low)|(?:low|out of|ran out of|free) (?:disk |storage )?space/iu,
    'low storage',
  ],
  [/fail|error|unable|cannot|can't|could not|incompatible|insufficient/iu, 'failure'],
  [/stopped|restart|shut ?down|reboot|unavailable/iu, 'availability'],
  [/recover/iu, 'recovery'],
  [/back(?:ing|ed)? ?up|snapshot/iu, 'backup'],
  [/restored/iu, 'restoration'],
  [/creat/iu, 'creation'],
  [/delet/iu, 'deletion'],
  // Before what is `applying` something: off-line patches are no change of the configuration.
  [/maintenance|patch|upgrade/iu, 'maintenance'],
  [/applying|applied|modif|updated|parameter|reset|changed/iu, 'configuration change'],
];

const FAILED = /\bfail(?:ed|ure)?\b(?! ?-?over)|\berror\b|unable to|could not|insufficient/iu;

/** What kind of event this is, by its id, its categories or, where it has neither, its words. */
export function databaseKind(
  eventId: string,
  given: readonly string[],
  message: string,
): DatabaseKind {
  const known = Object.hasOwn(BY_ID, eventId) ? BY_ID[eventId] : undefined;
  if (known !== undefined) return known;
  const names = given.map((name) => name.trim().toLowerCase().replaceAll('_', ' '));
  const guessed = WORDS.find(([words]) => words.test(message))?.[1];
  const [category, severity] =
    CATEGORIES.find(([name]) => names.includes(name)) ??
    CATEGORIES.find(([name]) => names.join('') === '' && name === guessed) ??
    ([names.find(Boolean) ?? 'notification', 'info'] as const);
  if (severity !== 'nothing') return { category, severity, becomes: 'occurrence' };
  // Even what is routine is somebody's business when it fails.
  if (FAILED.test(message)) return { category, severity: 'warning', becomes: 'occurrence' };
  return { category, severity: 'info', becomes: 'nothing' };
}
