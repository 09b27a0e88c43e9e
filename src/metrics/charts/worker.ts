import { answerTasks } from '../../threads/answer-tasks.ts';
import { pngOf } from './png.ts';
import type { Drawing } from './renderer.ts';
import { pictureSvg } from './svg.ts';

/** Draws one picture after the other, beside the main thread. */
answerTasks<Drawing>((picture) => pngOf(pictureSvg(picture)));
