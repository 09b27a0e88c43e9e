import { answerTasks } from '../../src/threads/answer-tasks.ts';

export interface Telling {
  readonly task: string;
  readonly progress: string;
  readonly outcome: string;
}

/** Does what a task says: hangs, crashes, ends, refuses, says how far it is; else it gives it back. */
answerTasks<Telling>((task, onProgress) => {
  if (task === 'crash') return new Promise(() => setImmediate(crash));
  if (task === 'exit') process.exit(3);
  if (task === 'refuse') throw new Error('refused');
  if (task === 'step') for (const step of ['half', 'whole']) onProgress(step);
  if (task === 'hang') for (;;);
  return task;
});

function crash(): never {
  throw new Error('crashed');
}
