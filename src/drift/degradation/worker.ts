import { answerTasks } from '../../threads/answer-tasks.ts';
import { assess } from './assess.ts';
import type { Assessing } from './assessor.ts';

/** The thread beside the main one in which models are measured. */
answerTasks<Assessing>(({ outcomes, assessment }) => assess(outcomes, assessment));
