import { Mistake, quoted } from '../../config/mistake.ts';
import { nearest } from '../../config/nearest.ts';
import { readRange } from '../ask/range.ts';
import type { Clock } from '../ask/wall.ts';
import type { AskWord } from '../ask/word.ts';
import type { Span } from '../series.ts';

/** What comes first: what came most often, what is newest, what met most people. */
export const SORTS = ['frequency', 'new', 'users'] as const;
export type Sort = (typeof SORTS)[number];

/** Which errors somebody wants to see. */
export interface ErrorsAsked {
  readonly span: Span;
  readonly sort: Sort;
  readonly project?: string;
  readonly environment?: string;
  readonly release?: string;
}

const KEYS = ['project', 'environment', 'release', 'sort'] as const;
type Key = (typeof KEYS)[number];

const PAIR = /^([a-z]+)=(.*)$/isu;
const SAY = 'write a range such as 24h or last week, project=…, environment=…, release=…, sort=…';
const DAY = 86_400_000;
/** No release or environment has a longer name. */
const LONGEST = 250;
const SLUG = /^[a-z0-9_-]{1,100}$/iu;

/**
 * Reads what follows `/errors`: a range, and `project=`, `environment=`, `release=` and `sort=`, in any
 * order. Without a range it is the last day.
 *
 * @param projects those of the config; none for all there are
 * @throws Mistake that says what to write
 */
export function parseErrorsAsk(
  words: readonly AskWord[],
  projects: readonly string[],
  clock: Clock,
): ErrorsAsked {
  const values = new Map<Key, string>();
  const rest: string[] = [];
  for (const { text, isQuoted } of words) {
    const [, written, value = ''] = isQuoted ? [] : (PAIR.exec(text) ?? []);
    if (written === undefined) rest.push(text);
    else {
      const key = keyFrom(written);
      if (values.has(key)) throw new Mistake(`${key} is said twice`, 'leave one of them out');
      values.set(key, valueOf(key, value));
    }
  }
  const { project, ...filters } = Object.fromEntries(values);
  const span = rest.length === 0 ? undefined : readRange(rest, clock);
  if (rest.length > 0 && span === undefined) {
    throw new Mistake(`${quoted(rest.join(' '))} is no range`, SAY);
  }
  return {
    span: span ?? { from: clock.now - DAY, to: clock.now },
    ...filters,
    sort: sortFrom(values.get('sort')),
    ...(project !== undefined && { project: projectFrom(project, projects) }),
  };
}

function keyFrom(written: string): Key {
  const name = written.toLowerCase();
  const key = KEYS.find((one) => one === name) ?? (name === 'env' ? 'environment' : undefined);
  if (key !== undefined) return key;
  const meant = nearest(name, KEYS);
  throw new Mistake(
    `errors are not chosen by ${quoted(written)}`,
    meant === undefined ? SAY : `write ${meant}=…`,
  );
}

function valueOf(key: Key, value: string): string {
  if (value === '') throw new Mistake(`${key}= says nothing`, `write ${key}=… or leave it out`);
  if (value.length > LONGEST || /[\p{Cc}"\\]/u.test(value)) {
    throw new Mistake(`${quoted(value)} is no ${key}`, `write its name as Sentry has it`);
  }
  return value;
}

function sortFrom(value: string | undefined): Sort {
  if (value === undefined) return 'frequency';
  const found = SORTS.find((one) => one === value.toLowerCase());
  if (found !== undefined) return found;
  const meant = nearest(value, SORTS);
  const hint = meant === undefined ? `write one of ${SORTS.join(', ')}` : `write sort=${meant}`;
  throw new Mistake(`errors are not sorted by ${quoted(value)}`, hint);
}

function projectFrom(value: string, projects: readonly string[]): string {
  if (!SLUG.test(value)) {
    throw new Mistake(
      `${quoted(value)} is no project`,
      'write its name as its page’s address has it',
    );
  }
  const name = value.toLowerCase();
  if (projects.length === 0 || projects.includes(name)) return name;
  const meant = nearest(name, projects);
  throw new Mistake(
    `the bot does not look at a project ${quoted(value)}`,
    meant === undefined ? `there is ${projects.join(', ')}` : `write project=${meant}`,
  );
}
