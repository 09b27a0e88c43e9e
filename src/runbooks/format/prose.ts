import { Lexer, type Token } from 'marked';

/** Words in one style. */
export interface Run {
  readonly text: string;
  readonly style?: 'bold' | 'italic' | 'code' | 'strike';
  /** Where it leads: http(s). */
  readonly href?: string;
}

/** A piece of Markdown, taken apart for screens that know none. */
export type Prose =
  | { readonly kind: 'paragraph' | 'quote'; readonly runs: readonly Run[] }
  | {
      readonly kind: 'item';
      readonly runs: readonly Run[];
      readonly isOrdered: boolean;
      /** How deep it is nested, from 0. */
      readonly depth: number;
    }
  | { readonly kind: 'code'; readonly text: string };

/** What the tokens are looked at for. */
interface Fields {
  readonly type: string;
  readonly raw: string;
  readonly text?: string;
  readonly href?: string;
  readonly ordered?: boolean;
  readonly tokens?: readonly Token[];
  readonly items?: readonly Token[];
}

/**
 * Takes Markdown apart. Variables are filled in afterwards, in the texts alone: so whatever an alert says is words, and
 * never a link, a list or a heading.
 *
 * @param fill puts the alert's values into a text
 */
export function proseOf(markdown: string, fill: (text: string) => string): readonly Prose[] {
  return new Lexer().lex(markdown).flatMap((token) => blockProse(token, fill, 0));
}

type Fill = (text: string) => string;

function blockProse(token: Token, fill: Fill, depth: number): readonly Prose[] {
  const { type, raw, text = '', tokens = [], items = [], ordered = false }: Fields = token;
  switch (type) {
    case 'space':
    case 'hr':
    case 'def':
      return [];
    case 'code':
      return [{ kind: 'code', text: fill(text) }];
    case 'heading':
      return [{ kind: 'paragraph', runs: styled(runsOf(tokens, fill), 'bold') }];
    case 'paragraph':
    case 'text':
      return [{ kind: 'paragraph', runs: runsOf([token], fill) }];
    case 'blockquote':
      return tokens
        .flatMap((inner) => blockProse(inner, fill, depth))
        .map((prose) => (prose.kind === 'paragraph' ? { ...prose, kind: 'quote' } : prose));
    case 'list':
      return items.flatMap((item) => itemProse(item, fill, ordered, depth));
    default:
      // A table, and whatever else has columns.
      return [{ kind: 'code', text: fill(raw.trimEnd()) }];
  }
}

function itemProse(item: Token, fill: Fill, isOrdered: boolean, depth: number): readonly Prose[] {
  const { tokens = [] }: Fields = item;
  const inner = tokens.flatMap((token) => blockProse(token, fill, depth + 1));
  const [first, ...rest] = inner;
  if (first?.kind !== 'paragraph') return inner;
  return [{ kind: 'item', runs: first.runs, isOrdered, depth }, ...rest];
}

function runsOf(tokens: readonly Token[], fill: Fill): readonly Run[] {
  return tokens.flatMap((token): readonly Run[] => {
    const { type, raw, text = raw, tokens: inner, href = '' }: Fields = token;
    switch (type) {
      case 'strong':
        return styled(runsOf(inner ?? [], fill), 'bold');
      case 'em':
        return styled(runsOf(inner ?? [], fill), 'italic');
      case 'del':
        return styled(runsOf(inner ?? [], fill), 'strike');
      case 'codespan':
        return [{ text: fill(text), style: 'code' }];
      case 'br':
        return [{ text: '\n' }];
      case 'link':
        return [linkRun(fill(text), href)];
      default:
        return inner === undefined ? [{ text: fill(unwrapped(text)) }] : runsOf(inner, fill);
    }
  });
}

/** Where a file's line ends is no matter of what it says. */
function unwrapped(text: string): string {
  return text.replaceAll(/ *\n */gu, ' ');
}

/** The inner style is the one that counts: screens show one. */
function styled(runs: readonly Run[], style: NonNullable<Run['style']>): readonly Run[] {
  return runs.map((run) => (run.style === undefined ? { ...run, style } : run));
}

/** Another runbook has no address in the chat, but a command. */
function linkRun(text: string, href: string): Run {
  if (/^https?:\/\//u.test(href)) return { text, href };
  const name = /^(?:\.\/)?(?<name>[^/\\#?]+)\.md(?:#.*)?$/u.exec(href)?.groups?.['name'];
  return { text: name === undefined ? text : `${text} (/runbook ${name})` };
}

/** How many characters people read. */
export function proseLength(prose: readonly Prose[]): number {
  return prose.reduce((sum, one) => sum + textIn(one).length, 0);
}

function textIn(prose: Prose): string {
  return prose.kind === 'code' ? prose.text : prose.runs.map(({ text }) => text).join('');
}

/** The beginning of a text, of at most so many characters: cut between two words, with a sign of it. */
export function shortenedProse(prose: readonly Prose[], limit: number): readonly Prose[] {
  let left = limit;
  const kept: Prose[] = [];
  for (const one of prose) {
    const { length } = textIn(one);
    if (length <= left) {
      kept.push(one);
      left -= length;
      continue;
    }
    if (one.kind === 'code') kept.push({ ...one, text: cut(one.text, left, '\n') });
    else kept.push({ ...one, runs: cutRuns(one.runs, left) });
    break;
  }
  return kept.filter((one) => textIn(one) !== '');
}

function cutRuns(runs: readonly Run[], limit: number): readonly Run[] {
  let left = limit;
  const kept: Run[] = [];
  for (const run of runs) {
    if (run.text.length > left) return [...kept, { ...run, text: cut(run.text, left, ' ') }];
    kept.push(run);
    left -= run.text.length;
  }
  return kept;
}

function cut(text: string, limit: number, between: string): string {
  const beginning = text.slice(0, limit).toWellFormed();
  const end = beginning.lastIndexOf(between);
  return `${end > 0 ? beginning.slice(0, end) : beginning}${between === '\n' ? '\n' : ''}…`;
}
