export const DEPLOYMENT_STATES = ['running', 'succeeded', 'failed', 'stopped'] as const;

/** How a deployment stands; `stopped` by somebody, or by a newer one that took its place. */
export type DeploymentState = (typeof DEPLOYMENT_STATES)[number];
