/** Objects and arrays inside each other beyond this are not worth anybody's stack. */
const MAX_JSON_DEPTH = 64;

export type ParsedJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly why: string };

/**
 * Parses JSON that came from outside. The nesting is measured by a linear scan first, so a hostile
 * text reaches neither the parser nor anything that recurses over its result. Never throws.
 */
export function parseJson(text: string): ParsedJson {
  if (isTooDeep(text)) {
    return { ok: false, why: `JSON is nested deeper than ${MAX_JSON_DEPTH} levels` };
  }
  try {
    // Windows tools like to begin a file with a byte-order mark, which JSON does not allow.
    const value: unknown = JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
    return { ok: true, value };
  } catch {
    // The parser's own message quotes the text, which may hold what should not reach a log.
    return { ok: false, why: 'not valid JSON' };
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Most messages hold too few brackets, in and out of strings, to be deep: then that is all to look at. */
function isTooDeep(text: string): boolean {
  return holdsMore(text, ['{', '['], MAX_JSON_DEPTH) && isNestedTooDeep(text);
}

function holdsMore(text: string, characters: readonly string[], limit: number): boolean {
  let count = 0;
  for (const character of characters) {
    for (let at = text.indexOf(character); at !== -1; at = text.indexOf(character, at + 1)) {
      count += 1;
      if (count > limit) return true;
    }
  }
  return false;
}

function isNestedTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (inString) {
      if (code === BACKSLASH) index += 1;
      else if (code === QUOTE) inString = false;
    } else if (code === QUOTE) {
      inString = true;
    } else if (code === OPEN_OBJECT || code === OPEN_ARRAY) {
      depth += 1;
      if (depth > MAX_JSON_DEPTH) return true;
    } else if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) {
      depth -= 1;
    }
  }
  return false;
}
