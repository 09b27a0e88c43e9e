import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Many tests start processes of their own (redis-server, a Slack server, the bot itself).
    pool: 'forks',
    maxWorkers: 2,
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
