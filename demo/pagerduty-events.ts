import { z } from 'zod';

/** An HTTP or HTTPS address. */
const address = z.url({ protocol: /^https?$/ }).max(2048);

const links = z.array(z.strictObject({ href: address, text: z.string().optional() }));

const images = z.array(
  z.strictObject({
    // PagerDuty shows images from https only.
    src: z.url({ protocol: /^https$/ }),
    href: address.optional(),
    alt: z.string().optional(),
  }),
);

const routingKey = z
  .string("'routing_key' is missing or blank")
  .length(32, "Length of 'routing_key' is incorrect (should be 32 characters)");

const timestamp = z.iso.datetime({ offset: true });

const dedupKey = z.string().min(1).max(255);

const payload = z.strictObject({
  summary: z.string().min(1).max(1024),
  source: z.string().min(1),
  severity: z.enum(['critical', 'error', 'warning', 'info']),
  timestamp: timestamp.optional(),
  component: z.string().optional(),
  group: z.string().optional(),
  class: z.string().optional(),
  custom_details: z.record(z.string(), z.unknown()).optional(),
});

const common = {
  routing_key: routingKey,
  client: z.string().optional(),
  client_url: address.optional(),
  links: links.optional(),
  images: images.optional(),
};

/**
 * An alert event. Stricter than PagerDuty in one thing: it refuses fields it does not know, which
 * are always a mistake of ours.
 *
 * Source: https://developer.pagerduty.com/docs/send-alert-event
 */
const alertEventSchema = z.discriminatedUnion('event_action', [
  z.strictObject({
    ...common,
    event_action: z.literal('trigger'),
    dedup_key: dedupKey.optional(),
    payload,
  }),
  z.strictObject({
    ...common,
    event_action: z.enum(['acknowledge', 'resolve']),
    dedup_key: dedupKey,
    payload: payload.partial().optional(),
  }),
]);

/** Source: https://developer.pagerduty.com/docs/send-change-event */
const changeEventSchema = z.strictObject({
  routing_key: routingKey,
  payload: z.strictObject({
    summary: z.string().min(1).max(1024),
    source: z.string().min(1).optional(),
    timestamp: timestamp.optional(),
    custom_details: z.record(z.string(), z.unknown()).optional(),
  }),
  links: links.optional(),
  images: images.optional(),
});

export type AlertEvent = z.infer<typeof alertEventSchema>;
export type ChangeEvent = z.infer<typeof changeEventSchema>;
export type AlertSeverity = z.infer<typeof payload>['severity'];

/** The event, or what is wrong with it. */
export type Read<Event> =
  | { readonly ok: true; readonly event: Event }
  | { readonly ok: false; readonly errors: readonly string[] };

export function readAlertEvent(body: string): Read<AlertEvent> {
  return read(body, alertEventSchema);
}

export function readChangeEvent(body: string): Read<ChangeEvent> {
  return read(body, changeEventSchema);
}

function read<Event>(body: string, schema: z.ZodType<Event>): Read<Event> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return { ok: false, errors: ['The body is not valid JSON'] };
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, event: parsed.data };
  const errors = parsed.error.issues.map(({ path, message }) =>
    path[0] === 'routing_key' ? message : `'${path.join('.')}': ${message}`,
  );
  return { ok: false, errors };
}
