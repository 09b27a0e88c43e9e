import { newsOf, type DeliveryView } from '../view.ts';

/** What PagerDuty is asked for. */
export type PageAction = 'trigger' | 'resolve';

/**
 * A page is due when something fires that it does not tell of yet. A repeat opens nothing again that
 * a person closed, unless the route says so. What was never paged needs no resolve; a page of which
 * nobody knows whether it arrived gets one.
 */
export function actionFor(
  view: DeliveryView,
  { repage, mayBeOpen }: { readonly repage: boolean; readonly mayBeOpen: boolean },
): PageAction | undefined {
  if (view.due === undefined) return undefined;
  if (view.isOver) return mayBeOpen ? 'resolve' : undefined;
  const isNews = newsOf(view).started.length > 0;
  return isNews || (repage && view.due.reason === 'repeat') ? 'trigger' : undefined;
}
