import { z } from 'zod';
import type { Matcher } from '../../alert/matcher.ts';
import { readMatchers } from '../../asking/silence-matchers.ts';
import { parseSpan } from '../../asking/spans.ts';
import { Mistake } from '../../config/mistake.ts';
import type { ViewRequest } from '../request.ts';
import { sentence } from '../words.ts';
import { LENGTH, MATCHERS, OTHER, USUAL, WHY, type Written } from './silence-form.ts';

/** What somebody wants to be quiet. */
export interface WantedSilence {
  /** Milliseconds. */
  readonly span: number;
  readonly matchers: readonly Matcher[];
  readonly why: string;
}

const textSchema = z.object({ value: z.string().nullish() });
const choiceSchema = z.object({ selected_option: z.object({ value: z.string() }).nullish() });

/** Reads what is written, as Slack sends it. */
export function writtenIn(values: ViewRequest['view']['values']): Written {
  const text = (id: string): string | undefined =>
    textSchema.safeParse(values[id]?.[id]).data?.value?.trim() ?? undefined;
  return {
    length: choiceSchema.safeParse(values[LENGTH]?.[LENGTH]).data?.selected_option?.value,
    other: text(OTHER),
    matchers: text(MATCHERS),
    why: text(WHY),
  };
}

/** What is wrong with what is written, by block. */
export function mistakesIn(
  values: ViewRequest['view']['values'],
): Readonly<Record<string, string>> {
  const written = writtenIn(values);
  const found = [
    [isBlank(written.other) ? LENGTH : OTHER, mistakeOf(() => spanIn(written))],
    [MATCHERS, mistakeOf(() => matchersIn(written))],
    [WHY, isBlank(written.why) ? 'Say why: those who wonder why it is quiet read it.' : undefined],
  ] as const;
  return Object.fromEntries(found.flatMap(([id, why]) => (why === undefined ? [] : [[id, why]])));
}

/** @throws Mistake for what can't be read: it was checked before */
export function wantedIn(values: ViewRequest['view']['values']): WantedSilence {
  const written = writtenIn(values);
  return { span: spanIn(written), matchers: matchersIn(written), why: written.why ?? '' };
}

function spanIn({ length = USUAL, other }: Written): number {
  return parseSpan((isBlank(other) ? length : (other ?? '')).toLowerCase());
}

/** One a line, or several with commas. @throws Mistake */
export function matchersIn({ matchers = '' }: Written): readonly Matcher[] {
  const lines = matchers.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0) {
    throw new Mistake('it would mute everything', 'write a matcher such as alertname="orders-5xx"');
  }
  return readMatchers(lines);
}

/** The message of a mistake, if there is one. */
export function mistakeOf(read: () => unknown): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    if (error instanceof Mistake) return sentence(`${error.message}: ${error.hint}`);
    throw error;
  }
}

function isBlank(text: string | undefined): boolean {
  return text === undefined || text === '';
}
