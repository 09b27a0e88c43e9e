import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * End-to-end tests mostly wait for the bot. They begin, so that what computes fills the gaps, and
 * nobody waits in the end for the last of them.
 */
class EndToEndFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const inOrder = await super.sort(files);
    const isEndToEnd = ({ moduleId }: TestSpecification) => moduleId.includes('/test/e2e/');
    return [...inOrder.filter(isEndToEnd), ...inOrder.filter((file) => !isEndToEnd(file))];
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/support/as-found.ts', 'test/support/seed.ts'],
    sequence: { sequencer: EndToEndFirst },
    // Many tests start processes of their own (redis-server, a Slack server, the bot itself).
    pool: 'forks',
    // Loading the bot takes longer than most tests of it. Our modules keep no state that one file
    // could leave to the next.
    isolate: false,
    // One more than the cores of a small machine: most of the time somebody waits for a bot.
    maxWorkers: 3,
    // As with `bin/tocsin`: programs that tests start compile a source once, not at every start.
    env: {
      NODE_COMPILE_CACHE: fileURLToPath(new URL('node_modules/.cache/tocsin', import.meta.url)),
    },
    testTimeout: 30_000,
    hookTimeout: 30_000,
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      // They run only as processes of their own, which the tests in test/cli and test/e2e start and
      // look at from outside: main.ts starts and stops, a file of cli/ is a command.
      exclude: ['src/main.ts', 'src/cli/**'],
      reporter: ['text-summary', 'html'],
      thresholds: { lines: 90 },
    },
  },
});
