import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';

const text = (path: string): string => readFileSync(path, 'utf8');

const packageFile = z
  .object({ devDependencies: z.object({ node: z.string() }) })
  .parse(JSON.parse(text('package.json')));

const lockFile = z
  .object({ packages: z.record(z.string(), z.unknown()) })
  .parse(JSON.parse(text('package-lock.json')));

test('the image and the checkout run on the same Node', () => {
  const versions = [...text('Dockerfile').matchAll(/^ARG NODE=(\d+\.\d+\.\d+)/gm)].map(
    ([, v]) => v,
  );
  expect(versions).toEqual([packageFile.devDependencies.node]);
});

test.each(['linux-x64-gnu', 'linux-arm64-gnu', 'darwin-arm64', 'darwin-x64'])(
  'the lock file lists the binaries for %s, whoever wrote it',
  (platform) => {
    for (const name of [
      '@oxlint/binding',
      '@oxfmt/binding',
      '@rolldown/binding',
      '@resvg/resvg-js',
    ]) {
      expect(lockFile.packages).toHaveProperty([`node_modules/${name}-${platform}`]);
    }
  },
);
