import { incidentFor, type IncidentState } from '../../alert/group.ts';
import { newsOf, type DeliveryView } from '../view.ts';

/** What PagerDuty is asked for. */
export type PageAction = 'trigger' | 'acknowledge' | 'unacknowledge' | 'resolve';

/**
 * What is to be asked next of PagerDuty, one thing at a time. A page is due when something fires that it
 * does not tell of yet. A repeat opens nothing again that a person closed, unless the route says so. What
 * was never paged, or was closed there, needs no resolve; a page of which nobody knows whether it arrived
 * gets one. Who has the group on is held against what PagerDuty was told of it last, or said itself.
 */
export function actionFor(
  view: DeliveryView,
  { repage, mayBeOpen }: { readonly repage: boolean; readonly mayBeOpen: boolean },
): PageAction | undefined {
  const { due, isOver, incident = 'open', acknowledged } = view;
  if (isOver) {
    return due !== undefined && mayBeOpen && incident !== 'resolved' ? 'resolve' : undefined;
  }
  if (isPageDue(view, repage)) return 'trigger';
  if (!mayBeOpen || incident === 'resolved') return undefined;
  const wanted = incidentFor(acknowledged, view, incident);
  if (wanted === incident) return undefined;
  return wanted === 'acknowledged' ? 'acknowledge' : 'unacknowledge';
}

/**
 * How PagerDuty takes the group once it was asked for something: a trigger does not take an
 * acknowledgement back.
 */
export function incidentAfter(
  action: PageAction,
  { incident = 'open' }: Pick<DeliveryView, 'incident'>,
): IncidentState {
  switch (action) {
    case 'trigger':
      return incident === 'acknowledged' ? incident : 'open';
    case 'acknowledge':
      return 'acknowledged';
    case 'unacknowledge':
      return 'open';
    case 'resolve':
      return 'resolved';
  }
}

function isPageDue(view: DeliveryView, repage: boolean): boolean {
  if (view.due === undefined) return false;
  return newsOf(view).started.length > 0 || (repage && view.due.reason === 'repeat');
}
