import { differencesIn, namesIn } from '../differences.ts';
import type { AlertView } from '../view.ts';
import { figureOf, isTitledByName, shorten, summaryOf } from '../wording.ts';

/** What people read of each alert, with what tells it apart from those that would read the same. */
export function alertLines(
  alerts: readonly AlertView[],
  say: (one: AlertView) => string,
  limit: number,
): (one: AlertView) => string {
  const short = (one: AlertView): string => shorten(say(one), limit);
  const differenceOf = differencesIn(alerts, short);
  return (one) => {
    const difference = differenceOf(one);
    return difference === '' ? short(one) : `${short(one)} (${difference})`;
  };
}

/** Alerts that differ only in where they are and how bad: the rest of it has to be said once. */
export interface AlikeAlerts {
  /** Where one of them is. */
  readonly nameOf: (one: AlertView) => string;
  /** Where, and how bad if that is not the same for all: `orders 9.7 %`. */
  readonly itemOf: (one: AlertView) => string;
  /** Whether they say the same in every word. */
  readonly isSame: boolean;
}

/** Undefined when each has something of its own to say, or nothing tells them apart. */
export function alikeAlerts(shown: readonly AlertView[]): AlikeAlerts | undefined {
  const [worst, ...others] = shown;
  if (worst === undefined || others.length === 0) return undefined;
  const nameOf = namesIn(shown);
  if (new Set(shown.map(nameOf)).size < shown.length || !isTitledByName({ alerts: shown })) {
    return undefined;
  }
  if (others.every((one) => summaryOf(one) === summaryOf(worst))) {
    return { nameOf, itemOf: nameOf, isSame: true };
  }
  if (!shown.every((one) => isMeasuredLike(one, worst))) return undefined;
  return { nameOf, itemOf: (one) => `${nameOf(one)} ${figureOf(one)}`, isSame: false };
}

const MEASURE = ['metric', 'statistic', 'unit', 'comparison', 'period'];

/** Whether an alert's figure says all that it has to say beside another's. */
function isMeasuredLike(one: AlertView, other: AlertView): boolean {
  const { annotations, threshold } = one.alert;
  return (
    figureOf(one) !== undefined &&
    annotations.summary === annotations['measured'] &&
    threshold === other.alert.threshold &&
    MEASURE.every((name) => annotations[name] === other.alert.annotations[name])
  );
}
