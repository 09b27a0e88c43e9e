import { Lexer, type Token, walkTokens } from 'marked';

/** A piece of a Markdown file, from the top level; `at` is where it stands, in characters from the start. */
export type Piece =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string; readonly at: number }
  | {
      readonly kind: 'fence';
      readonly language: string;
      readonly text: string;
      readonly raw: string;
      readonly at: number;
      /** Where its first line stands. */
      readonly textAt: number;
    }
  | { readonly kind: 'text'; readonly raw: string; readonly at: number };

export interface LinkInText {
  readonly href: string;
  readonly at: number;
}

export interface Markdown {
  readonly pieces: readonly Piece[];
  readonly links: readonly LinkInText[];
}

/** What the tokens are looked at for. */
interface Fields {
  readonly type: string;
  readonly raw: string;
  readonly depth?: number;
  readonly lang?: string;
  readonly text?: string;
  readonly href?: string;
}

/**
 * Takes a Markdown file apart, as GitHub reads it.
 *
 * @param start where the text begins in its file
 * @throws RangeError or Error for a text that is nested so deeply that it can't be read
 */
export function readMarkdown(text: string, start: number): Markdown {
  const pieces: Piece[] = [];
  const links: LinkInText[] = [];
  let cursor = 0;
  for (const token of new Lexer().lex(text)) {
    // What is between two pieces is blank; the raw text of each is as it stands.
    const found = text.indexOf(token.raw, cursor);
    const at = found < 0 ? cursor : found;
    cursor = at + (found < 0 ? 0 : token.raw.length);
    if (token.type === 'space') continue;
    pieces.push(pieceOf(token, start + at));
    links.push(...linksIn(token, start + at));
  }
  return { pieces, links };
}

function pieceOf(token: Token, at: number): Piece {
  const { type, raw, depth, lang, text = '' }: Fields = token;
  if (type === 'heading' && depth !== undefined && depth <= 3) {
    return { kind: 'heading', level: depth, text: text.trim(), at };
  }
  if (type === 'code' && lang !== undefined && lang.trim() !== '') {
    const textAt = at + raw.indexOf('\n') + 1;
    return { kind: 'fence', language: lang.trim(), text, raw, at, textAt };
  }
  return { kind: 'text', raw, at };
}

function linksIn(token: Token, at: number): LinkInText[] {
  const links: LinkInText[] = [];
  let cursor = 0;
  void walkTokens([token], (inner) => {
    if (inner.type !== 'link') return;
    const { href }: Fields = inner;
    const found = token.raw.indexOf(inner.raw, cursor);
    cursor = Math.max(found, cursor);
    links.push({ href: href ?? '', at: at + cursor });
  });
  return links;
}
