/**
 * Keeps what was read for a while, and asks for the same thing only once at a time. A failure is
 * forgotten at once.
 *
 * @param keptFor milliseconds
 * @param most how many are kept; then the oldest goes
 */
export function remembered<T>(
  read: (key: string) => Promise<T>,
  {
    keptFor,
    most,
    now,
  }: { readonly keptFor: number; readonly most: number; readonly now: () => number },
): (key: string) => Promise<T> {
  const known = new Map<string, { readonly at: number; readonly value: Promise<T> }>();
  return (key) => {
    const kept = known.get(key);
    if (kept !== undefined && now() - kept.at < keptFor) return kept.value;
    known.delete(key);
    const entry = { at: now(), value: read(key) };
    known.set(key, entry);
    if (known.size > most) known.delete(known.keys().next().value ?? key);
    entry.value.catch(() => {
      if (known.get(key) === entry) known.delete(key);
    });
    return entry.value;
  };
}
