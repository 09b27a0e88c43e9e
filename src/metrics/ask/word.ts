/** A word of what somebody typed. */
export interface AskWord {
  /** Without its quotes. */
  readonly text: string;
  /** With its quotes, as an expression wants them. */
  readonly raw: string;
  /** True where all of it stands in quotes. */
  readonly isQuoted: boolean;
}

/** Words as the text of an expression; one that stands in quotes by itself is all of it. */
export function expressionOf(words: readonly AskWord[]): string {
  const [first, ...others] = words;
  if (first?.isQuoted === true && others.length === 0) return first.text;
  return words.map(({ raw }) => raw).join(' ');
}
