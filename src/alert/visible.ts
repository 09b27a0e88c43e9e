/** They separate words: controls but the line feed, and Unicode's own line and paragraph ends. */
const SEPARATORS = /(?!\n)[\p{Cc}\u2028\u2029]/gu;

/**
 * They are seen by nobody: what turns the direction of the text around it, what has no width, and
 * tags, which can hide a text in a text.
 */
const UNSEEN =
  /[\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]/gu;

/** Joiners between letters that are written apart anyway; other scripts and emoji need theirs. */
const IDLE_JOINERS =
  /(?<=^|[\p{Z}\p{P}\p{S}\p{N}\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\n])(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}])[\u200C\u200D]+/gu;

/** Most texts are: nothing in them needs a look. */
const PLAIN = /^[\n\x20-\x7e]*$/;

/**
 * A text from outside as people should see it, in messages, logs and terminals: without characters
 * that are invisible, move the cursor, or turn or hide what stands beside them.
 */
export function visible(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.replaceAll(SEPARATORS, ' ').replaceAll(UNSEEN, '').replaceAll(IDLE_JOINERS, '');
}

/** Nobody's name is longer. */
const LONGEST_NAME = 80;

/** What somebody from outside calls themselves, in one line: no name can pass for a line of ours. */
export function visibleName(text: string): string {
  const line = visible(text).replaceAll(/\s+/gu, ' ').trim();
  return line.slice(0, LONGEST_NAME).trimEnd().toWellFormed();
}
