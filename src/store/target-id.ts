import type { Target } from '../engine/ports/delivery-store.ts';

/** One text for a target; neither a group key nor an integration id holds a space. */
export function targetId({ group, integration }: Target): string {
  return `${group} ${integration}`;
}
