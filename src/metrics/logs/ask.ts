import { Mistake, quoted } from '../../config/mistake.ts';
import { nearest } from '../../config/nearest.ts';
import { readRange } from '../ask/range.ts';
import type { Clock } from '../ask/wall.ts';
import type { AskWord } from '../ask/word.ts';
import type { Span } from '../series.ts';
import { queryText, type SavedQuery } from './saved-query.ts';

/** What CloudWatch is asked. */
export interface LogsAsked {
  readonly source: string;
  readonly logGroups: readonly string[];
  readonly text: string;
  readonly span: Span;
  /** It is stopped when it has scanned so much. */
  readonly maxBytes: number;
}

/** No range has more words: `from last monday at 9:00 am to last tuesday at 10:30 pm`. */
const MOST_RANGE_WORDS = 13;
const PAIR = /^([a-z][\w-]*)=(.*)$/isu;

/**
 * Reads what follows `/logs`: the name of a saved query, `parameter=value` for each of its parameters, and a
 * range. The value of the only one that is needed may stand alone: `request 8f2c 3h`.
 *
 * @throws Mistake that says what to write
 */
export function parseLogsAsk(
  [first, ...words]: readonly AskWord[],
  saved: ReadonlyMap<string, SavedQuery>,
  clock: Clock,
): LogsAsked {
  const query = savedNamed(first?.text ?? '', saved);
  const { rest, span } = takeRange(words, clock);
  const { source, logGroups, maxBytes, range } = query;
  return {
    source,
    logGroups,
    text: queryText(query, valuesIn(rest, query)),
    span: span ?? { from: clock.now - range, to: clock.now },
    maxBytes,
  };
}

/** What holds for a query that has no name. */
export type FreeSettings = Pick<SavedQuery, 'source' | 'logGroups' | 'range' | 'maxBytes'>;

/**
 * Reads what follows `/logs run`: a query in the language of Logs Insights as one word, `groups=a,b` where
 * the config names no log groups, and a range.
 *
 * @throws Mistake that says what to write
 */
export function parseFreeAsk(
  [first, ...words]: readonly AskWord[],
  settings: FreeSettings | undefined,
  clock: Clock,
): LogsAsked {
  if (settings === undefined) {
    throw new Mistake(
      'no source has logs',
      'add { name: aws, region: us-east-1 } to metrics.sources',
    );
  }
  const text = first?.text.trim() ?? '';
  if (text === '') throw new Mistake('there is no query', FREE_EXAMPLE);
  const { rest, span } = takeRange(words, clock);
  const { source, range, maxBytes } = settings;
  const groups = rest.map((word) => /^groups=(.+)$/iu.exec(word.text)?.[1]);
  const stray = rest.find((_, index) => groups[index] === undefined);
  if (stray !== undefined) {
    throw new Mistake(`${quoted(stray.text)} is neither groups=… nor a range`, FREE_EXAMPLE);
  }
  const named = groups.flatMap((one = '') => one.split(',').filter((name) => name !== ''));
  const logGroups = named.length > 0 ? named : settings.logGroups;
  if (logGroups.length === 0) throw new Mistake('there are no log groups to search', FREE_EXAMPLE);
  return {
    source,
    logGroups,
    text,
    span: span ?? { from: clock.now - range, to: clock.now },
    maxBytes,
  };
}

const FREE_EXAMPLE = 'write run "fields @message | limit 20" groups=/aws/lambda/checkout 1h';

/** The saved query of a name. @throws Mistake */
function savedNamed(name: string, saved: ReadonlyMap<string, SavedQuery>): SavedQuery {
  const found = saved.get(name) ?? saved.get(name.toLowerCase());
  if (found !== undefined) return found;
  if (saved.size === 0) {
    throw new Mistake('no query is saved', 'write logs: into the config; docs/logs.md tells how');
  }
  const meant = nearest(name, saved.keys());
  const hint = meant === undefined ? `there are ${[...saved.keys()].join(', ')}` : `write ${meant}`;
  throw new Mistake(`there is no saved query ${quoted(name)}`, hint);
}

/** The range is the longest that the words end with. */
function takeRange(
  words: readonly AskWord[],
  clock: Clock,
): { readonly rest: readonly AskWord[]; readonly span?: Span } {
  for (let at = Math.max(0, words.length - MOST_RANGE_WORDS); at < words.length; at += 1) {
    const tail = words.slice(at);
    if (tail.some(({ isQuoted }) => isQuoted)) continue;
    const span = readRange(
      tail.map(({ text }) => text),
      clock,
    );
    if (span !== undefined) return { rest: words.slice(0, at), span };
  }
  return { rest: words };
}

function valuesIn(
  words: readonly AskWord[],
  { name: query, parameters }: SavedQuery,
): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const alone: string[] = [];
  for (const { text, isQuoted } of words) {
    const [, written, value = ''] = isQuoted ? [] : (PAIR.exec(text) ?? []);
    if (written === undefined) {
      alone.push(text);
      continue;
    }
    const known = parameters.map(({ name }) => name);
    const name = known.find((one) => one.toLowerCase() === written.toLowerCase());
    if (name === undefined) throw unknownParameter(written, query, known);
    if (values.has(name)) throw new Mistake(`${name} is said twice`, 'leave one of them out');
    values.set(name, value);
  }
  if (alone.length === 0) return values;
  const needed = parameters.filter(({ name, usual }) => usual === undefined && !values.has(name));
  const [only, ...others] = needed;
  const [value = '', ...more] = alone;
  if (only === undefined || others.length > 0 || more.length > 0) {
    const each = parameters.map(({ name }) => `${name}=…`).join(' ');
    const hint =
      each === '' ? 'write a range such as 3h, or nothing' : `write ${each}, and a range`;
    throw new Mistake(`${quoted(alone.join(' '))} says nothing to ${query}`, hint);
  }
  return values.set(only.name, value);
}

function unknownParameter(written: string, query: string, known: readonly string[]): Mistake {
  const meant = nearest(written, known);
  const others = known.length === 0 ? 'leave it out' : `there is ${known.join(', ')}`;
  return new Mistake(
    `${query} has no parameter ${quoted(written)}`,
    meant === undefined ? others : `write ${meant}=…`,
  );
}
