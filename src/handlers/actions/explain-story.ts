import { placeIn, placeName, serviceName } from '../../alert/place-name.ts';
import { decisionText } from '../../asking/explanation-text.ts';
import type { Explanation, IntegrationFacts } from '../../asking/explanation.ts';

/** What people call the places that a group is told in, by integration. */
export type Places = ReadonlyMap<string, string>;

/** Something that was decided or done. */
export interface Turn {
  /** ISO 8601. */
  readonly at: string;
  readonly text: string;
}

export function placesOf(integrations: readonly IntegrationFacts[]): Places {
  return new Map(
    integrations.map(({ id, receiver }) => {
      const { kind } = placeIn(id);
      return [id, `${serviceName(kind)} ${placeName(id, [receiver])}`];
    }),
  );
}

/** A place by its name; one that nobody knows any more by its service, for its address may be a hash. */
export function nameOfPlace(integration: string, places: Places): string {
  return places.get(integration) ?? serviceName(placeIn(integration).kind);
}

/** What was decided, oldest first; that somebody is to be told and then was is one turn. */
export function storyOf(decisions: Explanation['decisions'], places: Places): readonly Turn[] {
  const story: Turn[] = [];
  const wanted = new Map<string, { readonly index: number; readonly reason: string }>();
  for (const one of decisions) {
    const { at, decision, reason, integration } = one;
    const place = integration === undefined ? '' : `${nameOfPlace(integration, places)}: `;
    const told = decision === 'recorded' && reason === 'delivered';
    const asked = integration !== undefined && told ? wanted.get(integration) : undefined;
    if (integration !== undefined && asked !== undefined) {
      story[asked.index] = { at, text: `${place}told: ${asked.reason}` };
      wanted.delete(integration);
      continue;
    }
    if (integration !== undefined && decision === 'notify') {
      wanted.set(integration, { index: story.length, reason });
    }
    story.push({ at, text: `${place}${decisionText(one)}` });
  }
  return story;
}
