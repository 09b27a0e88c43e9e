import { z } from 'zod';

/**
 * What is used of Sentry's answers. Lenient in what only makes an error look poorer.
 *
 * @see https://docs.sentry.io/api/events/list-an-organizations-issues/
 */
const moment = z
  .string()
  .transform((text) => Date.parse(text))
  .refine((at) => !Number.isNaN(at))
  .nullish()
  .catch(undefined);

/** It comes as a text. */
const count = z.coerce.number().int().nonnegative();

const seen = z.object({ firstSeen: moment, lastSeen: moment }).nullish().catch(undefined);

export const issueSchema = z.object({
  id: z.string().regex(/^\d{1,20}$/),
  shortId: z.string().regex(/^[\w-]{1,100}$/),
  title: z.string().catch(''),
  level: z.string().catch(''),
  status: z.string(),
  permalink: z.string().nullish().catch(undefined),
  metadata: z.object({ type: z.string().nullish() }).catch({}),
  project: z.object({ slug: z.string() }),
  count: count.catch(0),
  userCount: count.catch(0),
  firstSeen: moment,
  lastSeen: moment,
  /** What it is like within the release that was asked for; the rest is beyond it, too. */
  filtered: z.object({ count, userCount: count }).nullish().catch(undefined),
  lifetime: seen,
});

export const issuesSchema = z.array(issueSchema);

/** Pairs of a time and how often it came from then on. */
const stats = z.array(z.tuple([z.number(), z.number()])).catch([]);

/** @see https://docs.sentry.io/api/events/retrieve-an-issue/ */
export const detailsSchema = z.object({
  stats: z.object({ '24h': stats.default([]), '30d': stats.default([]) }).nullish(),
  lastRelease: z.object({ version: z.string() }).nullish().catch(undefined),
});

/** @see https://docs.sentry.io/api/events/retrieve-tag-details/ */
export const tagSchema = z.object({
  topValues: z.array(z.object({ value: z.string().nullish(), count: count.catch(0) })).catch([]),
});

export const slugsSchema = z.array(z.object({ slug: z.string() }));
export const namesSchema = z.array(z.object({ name: z.string() }));

/** What Sentry says of a question that it refuses. */
export const detailSchema = z.object({
  detail: z.union([
    z.string(),
    z.object({ message: z.string() }).transform(({ message }) => message),
  ]),
});
