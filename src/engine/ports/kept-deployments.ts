import type { NearDeployment } from '../../alert/deployment-places.ts';
import type { DeploymentRun } from '../../alert/deployment.ts';
import type { Labels } from '../../alert/labels.ts';

/** So long deployments are kept, in milliseconds. */
export const DEPLOYMENTS_KEPT_FOR = 90 * 24 * 60 * 60 * 1000;
/** So much news of deployments is kept of all, and under each name and place: the newest. */
export const DEPLOYMENTS_KEPT = 10_000;
export const DEPLOYMENTS_KEPT_EACH = 200;
/** So much news is looked at of what was before a time, and after it, for each name and place. */
export const LOOKED_AT = 20;

/**
 * Deployments that were told of, from the commit on in which they came. They are found by name and by place: what
 * it costs to ask for those near an alert depends neither on how many there are nor on how many alerts.
 */
export interface KeptDeployments {
  /**
   * The newest first.
   *
   * @param since epoch milliseconds
   * @param until epoch milliseconds, excluded
   */
  between(since: number, until: number): Promise<readonly DeploymentRun[]>;
  /**
   * Those that were under way at some time between two, and belong beside an alert with these labels; of the same
   * service first, then the newest. For each name and place only the twenty nearest `until` are looked at.
   */
  near(labels: Labels, since: number, until: number): Promise<readonly NearDeployment[]>;
}
