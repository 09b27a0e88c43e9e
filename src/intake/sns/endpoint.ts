import type { Endpoint } from '../http.ts';
import { createRawAdmission, createRawReceiver, isRaw } from './raw.ts';
import { createSnsReceiver, type SnsReceiverDeps } from './receive.ts';

export interface SnsEndpointDeps extends SnsReceiverDeps {
  /** What lets raw messages in; empty: nothing does. */
  readonly rawSecret: string;
}

/** SNS's way in: its messages prove themselves by their signature, raw ones by a secret. */
export function snsEndpoint(deps: SnsEndpointDeps): Endpoint {
  const admitRaw = createRawAdmission(deps.rawSecret);
  const signed = createSnsReceiver(deps);
  const raw = createRawReceiver(deps);
  return {
    path: '/v1/sns',
    admit: (headers) => (isRaw(headers) ? admitRaw(headers.authorization) : undefined),
    isStranger: (headers) => !isRaw(headers),
    receive: (delivery) => (isRaw(delivery.headers) ? raw(delivery) : signed(delivery)),
  };
}
