/** What stands between names and has nothing to say of them: strings, selectors, ranges, comments. */
const PASSED_OVER =
  /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`|#.*|\[[^\]]*\]|\{(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`|[^}"'`])*\}/gu;

/** Labels follow these, not metrics. */
const LABEL_LISTS = /\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/giu;

const WORD = /(?<![\w:.])[a-z_:][\w:]*(?![\w:]|\s*\()/giu;

const KEYWORDS = new Set(
  'and or unless atan2 bool offset inf nan by without on ignoring group_left group_right'.split(
    ' ',
  ),
);

/** The names of metrics that an expression of PromQL is about, as far as they are written out. */
export function metricNamesIn(expression: string): readonly string[] {
  const bare = expression.replaceAll(PASSED_OVER, ' ');
  // `sum by (job) (x)`: without its labels it is `sum (x)`.
  const unlabelled = bare.replaceAll(LABEL_LISTS, ' ');
  const words = unlabelled.match(WORD) ?? [];
  return [...new Set(words.filter((word) => !KEYWORDS.has(word.toLowerCase())))];
}
