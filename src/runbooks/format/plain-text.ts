import { Lexer, type Token } from 'marked';

/** What the tokens are looked at for. */
interface Fields {
  readonly type: string;
  readonly raw: string;
  readonly text?: string;
  readonly href?: string;
  readonly tokens?: readonly Token[];
  readonly items?: readonly Token[];
}

/**
 * Markdown as people read it where nothing is parsed: without its marks, lists with dots, links with where they
 * lead, those to other runbooks with what to type.
 */
export function plainText(markdown: string): string {
  return blocks(new Lexer().lex(markdown));
}

function blocks(tokens: readonly Token[]): string {
  return tokens.map(block).filter(Boolean).join('\n');
}

function block(token: Token): string {
  const { type, raw, text = '', tokens = [], items = [] }: Fields = token;
  if (type === 'space' || type === 'hr') return '';
  if (type === 'list') return items.map((item) => `• ${block(item)}`).join('\n');
  if (type === 'list_item' || type === 'blockquote') return blocks(tokens);
  if (type === 'code') return text;
  return tokens.length > 0 ? inline(tokens) : raw.trim();
}

function inline(tokens: readonly Token[]): string {
  return tokens.map(piece).join('');
}

function piece(token: Token): string {
  const { type, raw, text = raw, href = '', tokens = [] }: Fields = token;
  if (type === 'link') return link(inline(tokens), href);
  if (type === 'br') return '\n';
  // A line that is broken in the file goes on.
  if (tokens.length === 0) return text.replaceAll(/\s*\n\s*/gu, ' ');
  return inline(tokens);
}

function link(text: string, href: string): string {
  const name = /(?<name>[^/\\]+)\.md(?:#.*)?$/u.exec(href)?.groups?.['name'];
  if (name !== undefined && !/^https?:/iu.test(href)) return `${text} (/runbook ${name})`;
  return text === href ? href : `${text} (${href})`;
}
