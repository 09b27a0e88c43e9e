import { Mistake } from '../../config/mistake.ts';
import type { Walk } from '../../engine/ports/walks.ts';
import type { Aim } from '../../runbooks/walking/press.ts';

/** What a button of a walk's card is meant for. */
export interface AimAt extends Aim {
  /** The walk's id. */
  readonly walk: string;
  /** Which of several: of choices their number, of a menu what is chosen. */
  readonly which?: string;
}

const AIM =
  /^(?<walk>[\da-z]{1,40}) (?<step>\d{1,4}) (?<opened>\d{1,9})(?: (?<which>[\da-z-]{1,20}))?$/u;

/** The value of a button on a walk's card. */
export function aimValue(walk: Walk, which?: string): string {
  const value = `${walk.id} ${walk.results.length} ${walk.opened}`;
  return which === undefined ? value : `${value} ${which}`;
}

/** @throws Mistake for what no card of ours has */
export function readAim(value: string | undefined): AimAt {
  const { walk, step, opened, which } = AIM.exec(value ?? '')?.groups ?? {};
  if (walk === undefined) {
    throw new Mistake('this button is not one that Tocsin knows', 'use those of a newer card');
  }
  return {
    walk,
    step: Number(step),
    opened: Number(opened),
    ...(which !== undefined && { which }),
  };
}
