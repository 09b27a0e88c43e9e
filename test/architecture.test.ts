import { globSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { COMPUTED, importedModules } from './architecture/imports.ts';
import { impurities, readsEnvironment } from './architecture/purity.ts';
import { MAY_IMPORT, MAY_IMPORT_COMPUTED, MAY_USE, PURE } from './architecture/table.ts';
import { tokenize } from './architecture/tokens.ts';

interface Source {
  /** Path from the repository's root, with slashes. */
  readonly path: string;
  readonly text: string;
}

const sources: readonly Source[] = globSync('{src,demo,bench}/**/*.ts')
  .map((path) => path.replaceAll('\\', '/'))
  .toSorted()
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));

/** `src/delivery/slack/send.ts` → `delivery/slack/send.ts`; `src/app.ts` → `app.ts`; `demo/x.ts` stays. */
function place(path: string): string {
  return path.replace(/^src\//, '');
}

/** The row of the table a file falls under. */
function row(path: string): string {
  if (place(path) in MAY_IMPORT) return place(path);
  return (place(path).split('/')[0] ?? '').replace(/\.ts$/, '');
}

function isWithin(path: string, part: string): boolean {
  return place(path) === `${part}.ts` || `${place(path)}/`.startsWith(`${part}/`);
}

function importsOf(source: Source): string[] {
  return importedModules(tokenize(source.text));
}

function isRelative(module: string): boolean {
  return module.startsWith('.');
}

function isBuiltin(module: string): boolean {
  return module.startsWith('node:') || builtinModules.includes(module);
}

function targetOf(source: Source, module: string): string {
  return posix.join(posix.dirname(source.path), module);
}

function packageOf(module: string): string {
  const [scope = '', name = ''] = module.split('/');
  return module.startsWith('@') ? `${scope}/${name}` : scope;
}

/** Every import of a file that the tables above do not allow, as a sentence. */
function forbiddenImports(source: Source): string[] {
  return importsOf(source).flatMap((module) => {
    if (module === COMPUTED) {
      return MAY_IMPORT_COMPUTED.includes(source.path)
        ? []
        : [`${source.path} imports something computed`];
    }
    const complaint = isRelative(module)
      ? complaintAboutFile(source, targetOf(source, module))
      : complaintAboutPackage(source, module);
    return complaint === undefined ? [] : [`${source.path} imports ${complaint}`];
  });
}

function complaintAboutFile(source: Source, target: string): string | undefined {
  const from = row(source.path);
  const allowed = MAY_IMPORT[from];
  if (allowed === undefined) return `${target}, and ${from} has no row in MAY_IMPORT`;
  if (allowed === 'everything' || target === 'package.json') return undefined;
  return [from, ...allowed].some((part) => isWithin(target, part)) ? undefined : target;
}

function complaintAboutPackage(source: Source, module: string): string | undefined {
  const from = row(source.path);
  if (isBuiltin(module)) {
    return PURE[from]?.includes(module) === false ? module : undefined;
  }
  if (!source.path.startsWith('src/')) return undefined;
  const name = packageOf(module);
  const places = MAY_USE[name] ?? MAY_USE[`${name.split('/')[0]}/*`];
  if (places === undefined) return `${name}, which has no row in MAY_USE`;
  return places.some((part) => isWithin(source.path, part)) ? undefined : name;
}

/** One circle of files that import each other, as a path that ends where it begins. */
function findCycle(files: readonly Source[]): string[] | undefined {
  const graph = new Map(
    files.map((source) => [
      source.path,
      importsOf(source)
        .filter(isRelative)
        .map((module) => targetOf(source, module)),
    ]),
  );
  const done = new Set<string>();
  function visit(path: string, trail: readonly string[]): string[] | undefined {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return undefined;
    for (const next of graph.get(path) ?? []) {
      const cycle = visit(next, [...trail, path]);
      if (cycle) return cycle;
    }
    done.add(path);
    return undefined;
  }
  for (const { path } of files) {
    const cycle = visit(path, []);
    if (cycle) return cycle;
  }
  return undefined;
}

describe('the sources', () => {
  test('are all seen', () => {
    const listed = ['src', 'demo', 'bench'].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .map((name) => `${folder}/${name.replaceAll('\\', '/')}`),
    );
    expect(sources.map(({ path }) => path)).toEqual(listed.toSorted());
    expect(sources.flatMap(importsOf).length).toBeGreaterThanOrEqual(30);
  });

  test('each fall under a row of the table, the core in good number', () => {
    const seen = new Map<string, number>();
    for (const { path } of sources) seen.set(row(path), (seen.get(row(path)) ?? 0) + 1);
    expect(Object.keys(MAY_IMPORT)).toEqual(expect.arrayContaining([...seen.keys()]));
    expect(seen.get('alert')).toBeGreaterThanOrEqual(5);
    expect(seen.get('rules')).toBeGreaterThanOrEqual(5);
  });

  test('import only what their folder may import', () => {
    expect(sources.flatMap(forbiddenImports)).toEqual([]);
  });

  test('import only files that exist, by their full name', () => {
    const known = new Set(sources.map(({ path }) => path));
    const unknown = sources.flatMap((source) =>
      importsOf(source)
        .filter(isRelative)
        .map((module) => targetOf(source, module))
        .filter((target) => !known.has(target) && target !== 'package.json')
        .map((target) => `${source.path} imports ${target}`),
    );
    expect(unknown).toEqual([]);
  });

  test('do not import each other in circles', () => {
    expect(findCycle(sources)).toBeUndefined();
  });

  test('of rules and domain know no clock, timer, randomness or I/O', () => {
    const pure = sources.filter(({ path }) => row(path) in PURE);
    expect(pure.length).toBeGreaterThanOrEqual(10);
    const found = pure.flatMap(({ path, text }) =>
      impurities(tokenize(text)).map((what) => `${path} uses ${what}`),
    );
    expect(found).toEqual([]);
  });

  test('read the environment in one file', () => {
    const readers = sources
      .filter(({ path, text }) => path.startsWith('src/') && readsEnvironment(tokenize(text)))
      .map(({ path }) => path)
      .filter((path) => path !== 'src/config/environment.ts');
    expect(readers).toEqual([]);
  });
});

describe('this test catches', () => {
  const wrong = (path: string, text: string): string[] => forbiddenImports({ path, text });

  test.each([
    ['src/rules/a.ts', "import { x } from '../store/x.ts';"],
    ['src/rules/a.ts', "import type { X } from '../engine/x.ts';"],
    ['src/rules/a.ts', "import { readFile } from 'node:fs/promises';"],
    ['src/alert/a.ts', "export * from '../rules/policy.ts';"],
    ['src/alert/a.ts', "export { x } from '../rules/policy.ts';"],
    ['src/alert/a.ts', "export type { X } from '../rules/policy.ts';"],
    ['src/engine/a.ts', "const store = await import('../store/redis.ts');"],
    ['src/engine/a.ts', "type Store = import('../store/redis.ts').Store;"],
    ['src/engine/a.ts', "import '../store/redis.ts';"],
    ['src/engine/a.ts', 'const store = await import(name);'],
    ['src/engine/a.ts', "import {\n  a, // from 'here'\n  b,\n} from\n  '../store/redis.ts'"],
    ['src/engine/a.ts', "const t = `${await import('../store/redis.ts')}`;"],
    ['src/engine/a.ts', "const r = /'/; import { x } from '../store/redis.ts'; const s = /'/;"],
    ['src/handlers/a.ts', "import { send } from '../delivery/pagerduty/send.ts';"],
    ['src/web/a.ts', "import { WebClient } from '@slack/web-api';"],
    ['src/intake/a.ts', "import { thing } from 'unheard-of';"],
    ['src/cli/check.ts', "import { world } from '../../demo/world.ts';"],
    ['src/newfolder/a.ts', "import { x } from '../alert/labels.ts';"],
  ])('a forbidden import in %s: %s', (path, text) => {
    expect(wrong(path, text)).toHaveLength(1);
  });

  test.each([
    ['src/rules/a.ts', "import type { Labels } from '../alert/labels.ts';"],
    ['src/rules/a.ts', "// import { x } from '../store/x.ts';"],
    ['src/rules/a.ts', "/* import '../store/x.ts' */ const s = \"import '../store/x.ts'\";"],
    ['src/rules/a.ts', "const t = `import '../store/x.ts' ${a} import '../store/y.ts'`;"],
    ['src/rules/a.ts', 'const half = (a / b) * c / d; export const e = 1;'],
    ['src/handlers/a.ts', "import { blocks } from '../delivery/slack/render.ts';"],
    ['src/delivery/slack/a.ts', "import { WebClient } from '@slack/web-api';"],
    ['src/cli/demo.ts', "import { world } from '../../demo/world.ts';"],
    ['src/cli/demo.ts', 'await import(world.href);'],
    ['src/app.ts', "import { x } from './store/x.ts'; console.log(import.meta.url);"],
  ])('nothing in %s: %s', (path, text) => {
    expect(wrong(path, text)).toEqual([]);
  });

  test('a circle, also one of types', () => {
    const circle = [
      { path: 'src/alert/a.ts', text: "import { b } from './b.ts';" },
      { path: 'src/alert/b.ts', text: "import type { C } from './c.ts';" },
      { path: 'src/alert/c.ts', text: "export { a } from './a.ts';" },
    ];
    expect(findCycle(circle)).toEqual([
      'src/alert/a.ts',
      'src/alert/b.ts',
      'src/alert/c.ts',
      'src/alert/a.ts',
    ]);
  });

  test.each([
    'const t = Date.now();',
    'const t = new Date();',
    'const t = new Date;',
    'const t = Date();',
    'const r = Math.random();',
    'setTimeout(f, 1);',
    'const id = crypto.randomUUID();',
    'const t = performance.now();',
    'const x = `${process.hrtime()}`;',
    'const t = globalThis.Date.now();',
  ])('what is not pure: %s', (text) => {
    expect(impurities(tokenize(text))).toHaveLength(1);
  });

  test.each([
    'const t = new Date(startsAt).toISOString();',
    '// Date.now() is forbidden here',
    "const s = 'Date.now()';",
    'interface Step { readonly process: string; fetch?: number }',
    'const t = rule.process;',
  ])('nothing in what is pure: %s', (text) => {
    expect(impurities(tokenize(text))).toEqual([]);
  });

  test.each([
    'const a = process.env.A;',
    "const a = process.env['A'];",
    "import { env } from 'node:process';",
  ])('a reader of the environment: %s', (text) => {
    expect(readsEnvironment(tokenize(text))).toBe(true);
  });
});
