import { figureText } from '../../../alert/figure.ts';
import { ActionProblem } from '../action.ts';
import { wordsOf } from '../aws/aws-failure.ts';
import type { Routing } from './lambda-alias.ts';

/** A part of an alias's calls for one version, in percent, and the rest for another. */
export interface Split {
  readonly version: string;
  readonly weight: number;
  /** Without it the other one of the moment. */
  readonly rest?: string | undefined;
}

/**
 * Of the two versions the alias keeps pointing to its own, unless that gets nothing, or `rest` says which.
 *
 * @throws ActionProblem
 */
export function routed({ version, weight, rest }: Split, now: Routing): Routing {
  const other = rest ?? versionsOf(now).find((one) => one !== version);
  if (other === version) {
    throw new ActionProblem('Both versions are the same.', 'Name another one in `rest`.');
  }
  if (weight === 100) return { version, weights: {} };
  if (other === undefined) {
    const what = `The alias points to version ${version} alone: it is not known which gets the rest.`;
    throw new ActionProblem(what, 'Name it in `rest`.');
  }
  if (weight === 0) return { version: other, weights: {} };
  const isOwn = rest === undefined && now.version === version;
  return isOwn
    ? { version, weights: { [other]: times(100 - weight, 0.01) } }
    : { version: other, weights: { [version]: times(weight, 0.01) } };
}

function versionsOf({ version, weights }: Routing): string[] {
  return [version, ...Object.keys(weights)];
}

/** The parameters that bring a routing about, whatever there is by then. */
export function splitOf({ version: own, weights }: Routing): Split {
  const [[version, share] = [own, 1]] = Object.entries(weights);
  return { version, weight: times(share, 100), ...(version !== own && { rest: own }) };
}

/** @throws ActionProblem */
export function checkPublished(routing: Routing): void {
  const versions = versionsOf(routing);
  if (versions.length === 1 || !versions.includes('$LATEST')) return;
  const what = 'An alias can split its calls only between versions that were published.';
  throw new ActionProblem(what, 'Name versions by their numbers.');
}

/** `version 3 for 90 % of its calls, version 4 (faster) for 10 %`. */
export function sharesText(
  { version, weights }: Routing,
  abouts: ReadonlyMap<string, string> = new Map(),
) {
  const others = Object.entries(weights);
  const rest = others.reduce((left, [, share]) => left - share, 1);
  const all = [[version, rest] as const, ...others];
  const texts = all.map(([one, share]) => {
    const about = wordsOf(abouts.get(one) ?? '');
    return `version ${one}${about && ` (${about})`} for ${figureText(times(share, 100), '%')}`;
  });
  return `${texts.join(', ')} of its calls`;
}

/** Without what binary fractions add: 7 percent are 0.07, and not 0.07000000000000001. */
function times(figure: number, factor: number): number {
  return Number((figure * factor).toPrecision(12));
}
