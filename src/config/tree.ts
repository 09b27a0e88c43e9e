/** A path into the config: keys of maps and positions in lists. */
export type Path = readonly (string | number)[];

/** A value with its place in the text; undefined stands for YAML's null. */
export interface ScalarNode {
  readonly kind: 'scalar';
  readonly offset: number;
  readonly text: string | undefined;
}

export interface MapEntry {
  readonly key: string;
  readonly keyOffset: number;
  node: ConfigNode;
}

export interface MapNode {
  readonly kind: 'map';
  readonly offset: number;
  entries: MapEntry[];
  /** Keys whose values were unusable and taken out: that they are missing now is no news. */
  readonly pruned: Set<string>;
}

export interface ListItem {
  /** The position in the file, also after items before it were taken out. */
  readonly index: number;
  node: ConfigNode;
}

export interface ListNode {
  readonly kind: 'list';
  readonly offset: number;
  items: ListItem[];
  /** How many items were unusable and taken out. */
  pruned: number;
}

/** The config file as written, every value a text, with places. */
export type ConfigNode = ScalarNode | MapNode | ListNode;

export function emptyMap(offset = 0): MapNode {
  return { kind: 'map', offset, entries: [], pruned: new Set() };
}

/** The node a step down from another. */
function child(node: ConfigNode, step: string | number): ConfigNode | undefined {
  if (node.kind === 'map') return node.entries.find((entry) => entry.key === step)?.node;
  if (node.kind === 'list' && typeof step === 'number') return node.items[step]?.node;
  return undefined;
}

/** The node at a path, or undefined when the file has none there. */
export function locate(root: ConfigNode, path: Path): ConfigNode | undefined {
  let node: ConfigNode | undefined = root;
  for (const step of path) node = node === undefined ? undefined : child(node, step);
  return node;
}

/** Where to point at for a path: the value, or the nearest thing around it that the file has. */
export function offsetAt(root: ConfigNode, path: Path): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = locate(root, path.slice(0, length));
    if (node !== undefined) return node.offset;
  }
  return root.offset;
}

/** The tree as plain data: what the schemas read. */
export function plain(node: ConfigNode): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.text;
    case 'list':
      return node.items.map((item) => plain(item.node));
    case 'map':
      return Object.fromEntries(node.entries.map((entry) => [entry.key, plain(entry.node)]));
  }
}

/** Puts a node in another's place. */
export function replace(parent: ConfigNode, target: ConfigNode, node: ConfigNode): void {
  const slots = parent.kind === 'map' ? parent.entries : parent.kind === 'list' ? parent.items : [];
  for (const slot of slots) if (slot.node === target) slot.node = node;
}

/** Takes a node out of its parent. Returns false when it was not in there. */
export function prune(parent: ConfigNode, target: ConfigNode): boolean {
  if (parent.kind === 'map') {
    const gone = parent.entries.filter((entry) => entry.node === target);
    for (const entry of gone) parent.pruned.add(entry.key);
    parent.entries = parent.entries.filter((entry) => entry.node !== target);
    return gone.length > 0;
  }
  if (parent.kind === 'list') {
    const before = parent.items.length;
    parent.items = parent.items.filter((item) => item.node !== target);
    parent.pruned += before - parent.items.length;
    return parent.items.length < before;
  }
  return false;
}

export interface Selected {
  readonly path: Path;
  readonly offset: number;
}

/**
 * What a pattern such as `receivers.*.email` finds: `*` is any key or position, `**` any number of
 * them. The offset is that of the key, or of the item in a list.
 */
export function select(root: ConfigNode, pattern: string): Selected[] {
  const found: Selected[] = [];
  visit(root, pattern.split('.'), [], root.offset, found);
  return found;
}

function visit(
  node: ConfigNode,
  pattern: readonly string[],
  path: Path,
  offset: number,
  found: Selected[],
): void {
  const [step, ...rest] = pattern;
  if (step === undefined) {
    found.push({ path, offset });
    return;
  }
  if (step === '**') visit(node, rest, path, offset, found);
  for (const [key, keyOffset, inner] of children(node)) {
    if (step === '**') visit(inner, pattern, [...path, key], keyOffset, found);
    else if (step === '*' || step === key) visit(inner, rest, [...path, key], keyOffset, found);
  }
}

/** A node's children with their keys or positions and where those stand. */
export function children(node: ConfigNode): (readonly [string | number, number, ConfigNode])[] {
  if (node.kind === 'map') return node.entries.map((one) => [one.key, one.keyOffset, one.node]);
  if (node.kind === 'list') return node.items.map((item, at) => [at, item.node.offset, item.node]);
  return [];
}

/** A path as people write it, as the file counts: `route.routes[1].group_wait`. */
export function pathText(root: ConfigNode, path: Path): string {
  return path
    .map((step, depth) => {
      const parent = locate(root, path.slice(0, depth));
      if (parent?.kind !== 'list' || typeof step !== 'number') return step;
      return parent.items[step]?.index ?? step;
    })
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');
}
