/** Values by the names of their placeholders. */
export type Facts = Readonly<Record<string, string>>;

/** `{model}`; braces around anything else than a name are what they are. */
const PLACEHOLDER = /\{([a-z_]+)\}/gu;

/**
 * A value with its placeholders filled in, in all texts that are in it. What they stand for is only ever a part
 * of a text: it can't end it, and so become a key or another value. Names of keys are left as they are; so is a
 * placeholder that nobody knows.
 */
export function filled<Value>(value: Value, facts: Facts): Value;
export function filled(value: unknown, facts: Facts): unknown {
  if (typeof value === 'string') {
    return value.replaceAll(PLACEHOLDER, (whole, name: string) =>
      Object.hasOwn(facts, name) ? (facts[name] ?? whole) : whole,
    );
  }
  if (Array.isArray(value)) return value.map((one: unknown) => filled(one, facts));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, filled(one, facts)]));
}

/** The placeholders in a value that are not among some. */
export function unknownPlaceholders(value: unknown, known: readonly string[]): readonly string[] {
  if (typeof value === 'string') {
    return [...value.matchAll(PLACEHOLDER)]
      .map(([, name = '']) => name)
      .filter((name) => !known.includes(name));
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((one: unknown) => unknownPlaceholders(one, known));
}
