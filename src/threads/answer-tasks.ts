import { parentPort } from 'node:worker_threads';
import type { Answer, Traffic } from './task-thread.ts';

/** In the thread of `createTaskThread`: does the tasks that come, and answers each. */
export function answerTasks<Of extends Traffic>(
  work: (
    task: Of['task'],
    onProgress: (progress: Of['progress']) => void,
  ) => Of['outcome'] | Promise<Of['outcome']>,
): void {
  const say = (answer: Answer<Of>): void => parentPort?.postMessage(answer);
  async function answer(task: Of['task']): Promise<void> {
    try {
      say({ outcome: await work(task, (progress) => say({ progress })) });
    } catch (error) {
      say({ error: error instanceof Error ? error.message : String(error) });
    }
  }
  parentPort?.on('message', (task: Of['task']) => void answer(task));
}
