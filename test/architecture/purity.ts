import type { Token } from './tokens.ts';

/** Globals that read a clock, roll dice, wait, or touch the world. */
const IMPURE_GLOBALS = new Set([
  'console',
  'crypto',
  'fetch',
  'globalThis',
  'performance',
  'process',
  'queueMicrotask',
  'setImmediate',
  'setInterval',
  'setTimeout',
]);

const IMPURE_MEMBERS = new Set(['Date.now', 'Math.random', 'Temporal.Now']);

/** What makes a source depend on more than its arguments: clocks, timers, randomness, I/O. */
export function impurities(tokens: readonly Token[]): string[] {
  return tokens.flatMap((token, at) => {
    if (token.kind !== 'word' || isText(tokens[at - 1], '.') || isPropertyName(tokens, at))
      return [];
    if (IMPURE_GLOBALS.has(token.text)) return [token.text];
    const member = isText(tokens[at + 1], '.') ? `${token.text}.${tokens[at + 2]?.text}` : '';
    if (IMPURE_MEMBERS.has(member)) return [member];
    return token.text === 'Date' && readsTheClock(tokens, at) ? ['Date without an argument'] : [];
  });
}

/** `new Date()`, `new Date` and `Date()` are now; `new Date(milliseconds)` is a conversion. */
function readsTheClock(tokens: readonly Token[], at: number): boolean {
  const called = isText(tokens[at + 1], '(');
  if (isText(tokens[at - 1], 'new')) return !called || isText(tokens[at + 2], ')');
  return called;
}

/** `{ process: … }` and `process?: …` name a member, not the global. */
function isPropertyName(tokens: readonly Token[], at: number): boolean {
  const after = isText(tokens[at + 1], '?') ? tokens[at + 2] : tokens[at + 1];
  return isText(after, ':') && ['{', ',', ';', 'readonly'].includes(tokens[at - 1]?.text ?? '');
}

/** True when a source reads the environment, however it gets hold of it. */
export function readsEnvironment(tokens: readonly Token[]): boolean {
  return tokens.some(
    (token, at) =>
      (token.text === 'process' && isText(tokens[at + 1], '.') && isText(tokens[at + 2], 'env')) ||
      (token.kind === 'string' &&
        (token.text === 'node:process' || token.text === 'process') &&
        isText(tokens[at - 1], 'from')),
  );
}

function isText(token: Token | undefined, text: string): boolean {
  return token !== undefined && token.kind !== 'string' && token.text === text;
}
