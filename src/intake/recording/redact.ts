import { parseJson } from '../json.ts';
import { isRecord } from '../leniency.ts';

/** What stands where something was taken out. */
const REMOVED = '[removed]';

/** Names of what is nobody's business: signatures, tokens and the addresses that carry them. */
const SECRET_NAMES =
  /^(?:signature|signingcerturl|subscribeurl|unsubscribeurl|token|authorization|password|passwd|secret|cookie|set-cookie|x-api-key|api[_-]?key|(?:access|auth|id|refresh|security|session)[_-]?token|client[_-]?secret|(?:private|secret|(?:aws[_-]?)?secret[_-]?access)[_-]?key)$/iu;

/** Labels say which alert it is: one that is called `token` has to stay as it is. */
const LABELS: ReadonlySet<string> = new Set(['labels', 'groupLabels', 'commonLabels']);

/** Credentials as they stand within a text, and what is left of each. */
const WITHIN_TEXTS: readonly (readonly [pattern: RegExp, left: string])[] = [
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/giu, `$1 ${REMOVED}`],
  [/(\w:\/\/[^\s/:@]{0,100}:)[^\s/@]{1,200}@/gu, `$1${REMOVED}@`],
  [
    /([?&](?:token|key|sig|signature|secret|password|access_token|x-amz-[\w-]{1,40})=)[^\s&"'<>]+/giu,
    `$1${REMOVED}`,
  ],
  [/\bxox[a-z]-[\w-]{8,}/gu, REMOVED],
  [/\bxapp-[\w-]{8,}/gu, REMOVED],
];

/** How JSON begins that is more than a text or a number. */
const STRUCTURE = /^\s*[{[]/u;

/** Shorter ones would blot out ordinary words. */
const SHORTEST_SECRET = 6;

/**
 * Takes what is secret out of messages: fields that carry credentials, credentials within texts, and
 * the config's own secrets wherever they stand.
 *
 * @param secrets values that must never be seen
 */
export function createRedaction(secrets: readonly string[]): (body: unknown) => unknown {
  const hidden = secrets
    .filter(({ length }) => length >= SHORTEST_SECRET)
    .flatMap((secret) => [secret, encodeURIComponent(secret)])
    .toSorted((a, b) => b.length - a.length);

  function ofText(text: string): string {
    let shown = text;
    for (const secret of hidden) shown = shown.replaceAll(secret, REMOVED);
    for (const [pattern, left] of WITHIN_TEXTS) shown = shown.replaceAll(pattern, left);
    return shown;
  }

  function ofValue(value: unknown): unknown {
    if (typeof value === 'string') return ofString(value);
    if (Array.isArray(value)) return value.map(ofValue);
    return isRecord(value) ? ofRecord(value) : value;
  }

  /** SNS carries JSON as a text; one without secrets stays as it was sent. */
  function ofString(text: string): string {
    const json = STRUCTURE.test(text) ? parseJson(text) : undefined;
    if (json?.ok !== true) return ofText(text);
    const before = JSON.stringify(json.value);
    const after = JSON.stringify(ofValue(json.value));
    return before === after ? text : after;
  }

  function ofRecord(record: Readonly<Record<string, unknown>>, isLabels = false): object {
    const entries = Object.entries(record).map(([name, value]) => {
      if (!isLabels && SECRET_NAMES.test(name)) return [name, REMOVED] as const;
      const named = LABELS.has(name) && isRecord(value);
      return [name, named ? ofRecord(value, true) : ofValue(value)] as const;
    });
    return Object.fromEntries(entries);
  }

  return ofValue;
}
