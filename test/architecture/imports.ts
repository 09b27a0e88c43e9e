import type { Token } from './tokens.ts';

/** Stands for `import(expression)`, whose target nobody can check by reading. */
export const COMPUTED = '(computed)';

/** Every module a source asks for: imports, re-exports, `import()`, types included; in order. */
export function importedModules(tokens: readonly Token[]): string[] {
  return tokens.flatMap((token, at) => {
    if (token.kind !== 'word' || isMark(tokens[at - 1], '.')) return [];
    if (token.text === 'import') return importAt(tokens, at + 1);
    if (token.text === 'export') return reexportAt(tokens, at + 1);
    return [];
  });
}

function importAt(tokens: readonly Token[], at: number): string[] {
  const next = tokens[at];
  if (next?.kind === 'string') return [next.text];
  if (isMark(next, '.') || isMark(next, ':')) return []; // import.meta; a property of that name
  if (isMark(next, '(')) {
    const [target, end] = tokens.slice(at + 1, at + 3);
    return [target?.kind === 'string' && isMark(end, ')') ? target.text : COMPUTED];
  }
  return specifierAfterFrom(tokens, at);
}

function reexportAt(tokens: readonly Token[], at: number): string[] {
  const start = tokens[at]?.text === 'type' ? at + 1 : at;
  const next = tokens[start];
  if (isMark(next, '*')) return specifierAfterFrom(tokens, start);
  if (!isMark(next, '{')) return [];
  const close = tokens.findIndex((token, index) => index > start && isMark(token, '}'));
  return tokens[close + 1]?.text === 'from' ? specifierAfterFrom(tokens, close) : [];
}

function specifierAfterFrom(tokens: readonly Token[], at: number): string[] {
  const found = tokens.findIndex(
    (token, index) =>
      index >= at &&
      token.text === 'from' &&
      token.kind === 'word' &&
      tokens[index + 1]?.kind === 'string',
  );
  return found === -1 ? [COMPUTED] : [tokens[found + 1]?.text ?? COMPUTED];
}

function isMark(token: Token | undefined, text: string): boolean {
  return token?.kind === 'mark' && token.text === text;
}
