import { RE2JS } from 're2js';
import type { ValidityRule } from '../../config/schema/quality.ts';
import type { Cells } from '../data/batch.ts';

/** Says of a cell that has a value whether it is as a rule asks; told the cells and the row among them. */
export type Condition = (cells: Cells, row: number) => boolean;

/** Answers of a pattern that are kept: columns repeat their values. */
const MOST_KEPT = 10_000;

/** Distinct values that are kept to find one that comes again, and their characters. */
const MOST_DISTINCT = 1_000_000;
const MOST_TEXT = 64_000_000;

/** All that a rule asks of a cell. A rule's conditions remember what they saw: make them for each pass. */
export function conditionsOf(rule: ValidityRule): Condition[] {
  const { min, max, exclusive, one_of: words, pattern, unique } = rule;
  return [
    ...(min === undefined ? [] : [isAbove(min, exclusive)]),
    ...(max === undefined ? [] : [isBelow(max, exclusive)]),
    ...(words === undefined ? [] : [isOneOf(new Set(words))]),
    ...(pattern === undefined ? [] : [fits(pattern)]),
    ...(unique === true ? [isNew()] : []),
  ];
}

/** What a rule asks for, in words. */
export function ruleText(rule: ValidityRule): string {
  const { min, max, exclusive, one_of: words, pattern, unique } = rule;
  const or = exclusive ? '' : '=';
  return [
    ...(min === undefined ? [] : [`>${or} ${min}`]),
    ...(max === undefined ? [] : [`<${or} ${max}`]),
    ...(words === undefined ? [] : [`one of ${words.join(', ')}`]),
    ...(pattern === undefined ? [] : [`fits ${pattern}`]),
    ...(unique === true ? ['unique'] : []),
  ].join(' and ');
}

// What is no number compares with none, so that words are below and above nothing.
function isAbove(min: number, exclusive: boolean): Condition {
  return (cells, row) => (exclusive ? cells.number(row) > min : cells.number(row) >= min);
}

function isBelow(max: number, exclusive: boolean): Condition {
  return (cells, row) => (exclusive ? cells.number(row) < max : cells.number(row) <= max);
}

function isOneOf(words: ReadonlySet<string>): Condition {
  return (cells, row) => words.has(cells.category(row) ?? '');
}

function fits(pattern: string): Condition {
  const regex = RE2JS.compile(pattern);
  const kept = new Map<string, boolean>();
  return (cells, row) => {
    const text = cells.category(row) ?? '';
    const known = kept.get(text);
    if (known !== undefined) return known;
    const isFit = regex.matches(text);
    if (kept.size < MOST_KEPT) kept.set(text, isFit);
    return isFit;
  };
}

/** Exact up to a million values; those that come later are held against these only. */
function isNew(): Condition {
  const seen = new Set<string>();
  let characters = 0;
  return (cells, row) => {
    const text = cells.category(row) ?? '';
    if (seen.has(text)) return false;
    if (seen.size < MOST_DISTINCT && characters < MOST_TEXT) {
      seen.add(text);
      characters += text.length;
    }
    return true;
  };
}
