/** An alert's identity and dimensions. A label that is missing and one that is empty mean the same. */
export type Labels = Readonly<Record<string, string>>;

/** The value of a label; the empty string when it is missing. */
export function labelValue(labels: Labels, name: string): string {
  return Object.hasOwn(labels, name) ? (labels[name] ?? '') : '';
}

/** One text for a set of labels, the same whatever order they came in; empty labels left out. */
export function canonicalLabels(labels: Labels): string {
  return JSON.stringify(
    Object.keys(labels)
      .filter((name) => labels[name] !== '')
      .toSorted()
      .map((name) => [name, labels[name]]),
  );
}

/** Labels as people write them: `{alertname="x", region="y"}`. */
export function labelsText(labels: Labels): string {
  const parts = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `{${parts.join(', ')}}`;
}
