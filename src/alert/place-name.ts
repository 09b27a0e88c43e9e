/** Where an integration leads, in words: its id is its kind and its address, as `slack/#incidents`. */
export function placeIn(integration: string): {
  readonly kind: string;
  /** A name where it is no secret, else a hash; empty for the log. */
  readonly address: string;
} {
  const [kind = '', address = ''] = integration.split(/\/(.*)/su);
  return { kind, address };
}

const SERVICES: Readonly<Record<string, string>> = {
  slack: 'Slack',
  pagerduty: 'PagerDuty',
  email: 'The mail server',
  webhook: 'The webhook',
  log: 'The log',
};

/** What people call the service behind a kind of integration, at the beginning of a sentence. */
export function serviceName(kind: string): string {
  return SERVICES[kind] ?? kind;
}

/** An integration as people know it: a channel by its name, a secret address by who is told through it. */
export function placeName(integration: string, receivers: readonly string[]): string {
  const { kind, address } = placeIn(integration);
  return kind === 'slack' ? address : `of ${receivers.join(', ')}`;
}
