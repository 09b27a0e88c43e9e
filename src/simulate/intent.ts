import type { Labels } from '../alert/labels.ts';
import type { Matcher } from '../alert/matcher.ts';
import { matchEmpty } from '../alert/silence.ts';
import { parseMatchers } from '../config/matchers.ts';
import { Mistake } from '../config/mistake.ts';
import { nearest } from '../config/nearest.ts';
import { isRecord } from '../intake/leniency.ts';
import { shown } from './shown.ts';
import { readTime } from './time-form.ts';

/** Something a person did, or that happened to the bot itself. Times are epoch milliseconds. */
export type Intent =
  | {
      readonly type: 'silence';
      readonly id: string;
      readonly matchers: readonly Matcher[];
      readonly startsAt: number;
      readonly endsAt: number;
      readonly by: string;
      readonly comment: string;
    }
  | { readonly type: 'expire-silence'; readonly id: string; readonly by: string }
  | {
      readonly type: 'acknowledge';
      readonly group: Labels;
      readonly by: string;
      readonly until?: number;
    }
  | {
      readonly type: 'unacknowledge' | 'resolve' | 'escalate';
      readonly group: Labels;
      readonly by: string;
    }
  | { readonly type: 'restart' };

/** Who did it where nobody says. */
const SOMEBODY = 'simulate';

type Fields = Readonly<Record<string, unknown>>;

const READERS: Readonly<Record<Intent['type'], (fields: Fields, at: number) => Intent>> = {
  silence: readSilence,
  'expire-silence': (fields) => ({
    type: 'expire-silence',
    id: readText(fields, 'id', '"s1", the id of the silence'),
    by: readBy(fields),
  }),
  acknowledge: (fields) => {
    const until = fields['until'];
    return {
      type: 'acknowledge',
      group: readGroup(fields),
      by: readBy(fields),
      ...(until !== undefined && until !== null && { until: readTime(until, '"until"').time }),
    };
  },
  unacknowledge: ofGroup('unacknowledge'),
  resolve: ofGroup('resolve'),
  escalate: ofGroup('escalate'),
  restart: () => ({ type: 'restart' }),
};

/** Reads what is asked of a group by whom, and nothing else. */
function ofGroup(type: 'unacknowledge' | 'resolve' | 'escalate'): (fields: Fields) => Intent {
  return (fields) => ({ type, group: readGroup(fields), by: readBy(fields) });
}

/**
 * Reads what a line with an `intent` asks for.
 *
 * @throws Mistake that says what to write instead.
 */
export function readIntent(fields: Fields, at: number): Intent {
  const named = fields['intent'];
  const entry = Object.entries(READERS).find(([name]) => name === named);
  if (entry !== undefined) return entry[1](fields, at);
  const names = Object.keys(READERS);
  const meant = typeof named === 'string' ? nearest(named, names) : undefined;
  const hint = meant === undefined ? `write one of ${names.join(', ')}` : `write ${meant}`;
  throw new Mistake(`there is no intent ${shown(named)}`, hint);
}

function readSilence(fields: Fields, at: number): Intent {
  const startsAt = fields['startsAt'] === undefined ? at : timeIn(fields, 'startsAt');
  const endsAt = timeIn(fields, 'endsAt');
  if (endsAt <= startsAt) {
    throw new Mistake('"endsAt" is not after "startsAt"', 'write a later "endsAt"');
  }
  return {
    type: 'silence',
    id: readText(fields, 'id', '"s1", by which expire-silence names it'),
    matchers: readMatchers(fields['matchers']),
    startsAt,
    endsAt,
    by: readBy(fields),
    comment: typeof fields['comment'] === 'string' ? fields['comment'] : '',
  };
}

function timeIn(fields: Fields, name: string): number {
  return readTime(fields[name], `"${name}"`).time;
}

function readMatchers(value: unknown): readonly Matcher[] {
  const texts: readonly unknown[] = Array.isArray(value) ? value : [];
  if (texts.length === 0) {
    throw new Mistake('a silence has no "matchers"', 'write "matchers": ["alertname=a"]');
  }
  const matchers = texts.flatMap((text) => parseMatchers(String(text)));
  if (matchEmpty(matchers)) {
    throw new Mistake(
      'every matcher also holds for alerts without these labels',
      'add one that names a value: "alertname=a"',
    );
  }
  return matchers;
}

function readGroup(fields: Fields): Labels {
  const { group } = fields;
  if (!isRecord(group)) {
    const hint = 'write the labels it is grouped by: "group": {"alertname": "a"}';
    throw new Mistake('"group" is missing or no object', hint);
  }
  return Object.fromEntries(Object.entries(group).map(([name, value]) => [name, String(value)]));
}

function readText(fields: Fields, name: string, example: string): string {
  const value = fields[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new Mistake(`"${name}" is missing`, `write "${name}": ${example}`);
}

function readBy({ by }: Fields): string {
  return typeof by === 'string' && by !== '' ? by : SOMEBODY;
}
