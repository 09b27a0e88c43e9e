import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { REGISTRY } from '../../src/handlers/index.ts';
import { slowVerb } from '../../src/handlers/commands/command.ts';
import type { Registry } from '../../src/handlers/registry.ts';

/** What people can ask for, and `/slow FILE`, which is done as soon as there is such a file. */
export const WITH_SLOW: Registry = {
  ...REGISTRY,
  commands: [
    ...REGISTRY.commands,
    {
      name: '/slow',
      summary: 'takes its time',
      examples: [],
      verbs: [
        slowVerb({
          name: '',
          usage: '<file>',
          summary: 'waits for a file',
          role: 'viewer',
          options: {},
          async work({ words }, _, { signal, progress }) {
            progress('half is done', 0.5);
            while (!existsSync(words[0]?.text ?? '')) await sleep(20, undefined, { signal });
            return { text: 'The file is there.' };
          },
        }),
      ],
    },
  ],
};
