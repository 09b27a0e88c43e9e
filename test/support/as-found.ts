import { afterAll, vi } from 'vitest';

// Test files share a process: what one of them changed of it is put back before the next. Loaded
// before each file, so this is the last that runs after it.
afterAll(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  vi.resetConfig();
});
