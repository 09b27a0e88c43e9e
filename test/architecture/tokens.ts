/** A piece of TypeScript source: a name or number, a string without its quotes, or one other character. */
export interface Token {
  readonly kind: 'word' | 'string' | 'mark';
  readonly text: string;
}

const STRING = /(['"])((?:\\.|(?!\1)[^\\\n])*)\1/y;
const WORD = /[\p{ID_Continue}$#]+/uy;
const REGEX = /\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/y;
const SKIPPED = /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\//y;

/** Words after which a slash begins a regular expression, although a word comes before it. */
const OPERATOR_WORDS = new Set([
  'return',
  'case',
  'typeof',
  'void',
  'await',
  'of',
  'in',
  'do',
  'else',
]);

/**
 * Splits TypeScript source into tokens, comments left out, the code inside `${}` of templates
 * included. It need not understand the code, only never take a comment, a string or a regular
 * expression for code, or the other way round.
 */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  /** For each open `{`: whether it belongs to a template's `${`. */
  const braces: boolean[] = [];
  let position = 0;

  function take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = position;
    const match = pattern.exec(source);
    if (match) position += match[0].length;
    return match;
  }

  /** Skips a template's text up to its end or its next `${`. */
  function skipTemplateText(): void {
    while (position < source.length) {
      if (source[position] === '\\') position += 2;
      else if (source[position] === '`') return void (position += 1);
      else if (source.startsWith('${', position)) {
        braces.push(true);
        return void (position += 2);
      } else position += 1;
    }
  }

  while (position < source.length) {
    if (take(SKIPPED)) continue;
    const string = take(STRING);
    if (string) {
      tokens.push({ kind: 'string', text: string[2] ?? '' });
      continue;
    }
    if (regexMayFollow(tokens.at(-1)) && take(REGEX)) {
      tokens.push({ kind: 'mark', text: '/…/' });
      continue;
    }
    const word = take(WORD);
    if (word) {
      tokens.push({ kind: 'word', text: word[0] });
      continue;
    }
    const mark = source[position] ?? '';
    position += 1;
    if (mark === '`') {
      tokens.push({ kind: 'mark', text: '`' });
      skipTemplateText();
    } else if (mark === '}' && braces.pop() === true) {
      skipTemplateText();
    } else {
      if (mark === '{') braces.push(false);
      tokens.push({ kind: 'mark', text: mark });
    }
  }
  return tokens;
}

function regexMayFollow(previous: Token | undefined): boolean {
  if (previous === undefined) return true;
  if (previous.kind === 'word') return OPERATOR_WORDS.has(previous.text);
  return previous.kind === 'mark' && ![')', ']', '}', '`', '/…/'].includes(previous.text);
}
