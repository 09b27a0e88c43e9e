import type { Handling } from '../handling.ts';
import type { Home } from '../registry.ts';
import { withinLimits } from '../views/within-limits.ts';

/** Shows somebody the app's home as it is now. */
export async function publishHome({ render }: Home, handling: Handling): Promise<undefined> {
  const { slack, asker } = handling;
  await slack.views.publish({ user_id: asker.id, view: withinLimits(await render(handling)) });
}
