import type { JobLine } from '../../engine/ports/job-line.ts';
import type { ChatReport } from '../carry-out.ts';
import type { Tools } from '../handling.ts';
import type { Registry } from '../registry.ts';
import type { JobPace } from './attempt.ts';
import type { Screen } from './standing.ts';

/** What slow work is carried out with. */
export interface JobParts {
  readonly registry: Registry;
  readonly tools: Tools;
  readonly line: JobLine;
  readonly screen: Screen;
  readonly pace: JobPace;
  /** Aborted when this process is to end. */
  readonly stopping: AbortSignal;
  readonly onDone: (report: ChatReport) => void;
}
