import type { Endpoint } from '../http.ts';
import type { Delivery, Received } from '../received.ts';
import { isRaw } from '../sns/raw.ts';
import type { RecordedMessage, RecordedSource, Recorder } from './recorder.ts';

/** What each address takes. */
const SOURCES: Readonly<Record<string, RecordedSource>> = {
  '/v1/sns': 'sns',
  '/v1/alerts': 'tocsin',
  '/v1/alertmanager': 'alertmanager',
  '/v1/grafana': 'grafana',
  '/v1/sentry': 'sentry',
};

/** A way in that keeps what it took: signals that became durable, nothing that was refused. */
export function recordedEndpoint(endpoint: Endpoint, recorder: Recorder): Endpoint {
  const source = SOURCES[endpoint.path];
  if (source === undefined) return endpoint;
  return {
    ...endpoint,
    async receive(delivery) {
      const received = await endpoint.receive(delivery);
      if (received.status === 200 && received.signals !== undefined) {
        recorder.record(messageOf(source, delivery, received));
      }
      return received;
    },
  };
}

function messageOf(
  source: RecordedSource,
  { headers, body }: Delivery,
  { messageId, topic }: Received,
): RecordedMessage {
  if (source !== 'sns') return { source, body, messageId };
  return isRaw(headers) ? { source, body, messageId, topic } : { source, body };
}
