import { Mistake, quoted } from '../../config/mistake.ts';
import { namesLike } from '../names-like.ts';

const MOST_LISTED = 10;

/** Somebody asked for a metric by a name that is none. */
export class UnknownMetric extends Mistake {
  /** For whoever can look further than the saved ones. */
  readonly asked: string;
  /** The saved ones that may have been meant, the nearest first. */
  readonly likely: readonly string[];

  constructor(asked: string, saved: readonly string[]) {
    const likely = namesLike(asked, saved, 3);
    super(`there is no saved metric ${quoted(asked)}`, hintFor(likely, saved));
    this.asked = asked;
    this.likely = likely;
  }
}

function hintFor(likely: readonly string[], saved: readonly string[]): string {
  if (likely.length > 0) return `write ${likely.join(' or ')}`;
  const names = saved.slice(0, MOST_LISTED).join(', ');
  const listed = saved.length > MOST_LISTED ? `${names} and more` : names;
  const other = 'a namespace and a metric, or promql and an expression';
  return saved.length === 0 ? `write ${other}` : `there are ${listed}; or write ${other}`;
}
