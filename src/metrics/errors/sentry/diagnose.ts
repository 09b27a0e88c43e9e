import type { z } from 'zod';
import { nearest } from '../../../config/nearest.ts';
import type { ErrorsProblem } from '../problem.ts';
import { call, type Called, type SentryServer } from './call.ts';
import { namesSchema, slugsSchema } from './schema.ts';

/** What was named in a question. */
export interface Named {
  readonly projects: readonly string[];
  readonly environment?: string | undefined;
}

/** No organization has more than so many hundreds of projects that a typo is worth looking through. */
const MOST_PAGES = 5;
const READ = { scope: 'org:read' };

/**
 * Why Sentry refuses a question: whether one of the names in it is none. Names are only looked at where the
 * token may list them.
 */
export async function diagnosed(
  { problem, status }: Called<unknown> & { readonly ok: false },
  { projects, environment }: Named,
  server: SentryServer,
  signal: AbortSignal,
): Promise<ErrorsProblem> {
  if (status !== 400 && status !== 404) return problem;
  const { organization } = server;
  const own = `organizations/${encodeURIComponent(organization)}`;
  const listed = (path: string, schema: z.ZodType<readonly string[]>) =>
    namesIn(path, schema, server, signal);
  const unknown = (what: Unknown['what'], asked: string, names?: readonly string[]): Unknown => ({
    kind: 'unknown',
    what,
    asked,
    nearest: names && nearest(asked, names),
  });

  const organizations = await listed('organizations/', slugs);
  if (organizations?.includes(organization) === false) {
    return unknown('organization', organization, organizations);
  }
  const known = projects.length === 0 ? undefined : await listed(`${own}/projects/`, slugs);
  const missing = projects.find((name) => known?.includes(name) === false);
  if (missing !== undefined) return unknown('project', missing, known);
  if (environment !== undefined) {
    const names = await listed(`${own}/environments/`, environments);
    if (names?.includes(environment) !== true) return unknown('environment', environment, names);
  }
  return status === 404 ? unknown('organization', organization) : problem;
}

type Unknown = ErrorsProblem & { readonly kind: 'unknown' };

const slugs = slugsSchema.transform((all) => all.map(({ slug }) => slug));
const environments = namesSchema.transform((all) => all.map(({ name }) => name));

/** All names of a list; undefined where they can't be had, or not all of them. */
async function namesIn(
  path: string,
  schema: z.ZodType<readonly string[]>,
  server: SentryServer,
  signal: AbortSignal,
): Promise<readonly string[] | undefined> {
  const names: string[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query: Record<string, string> = cursor === undefined ? {} : { cursor };
    const called = await call(server, { path, query, ...READ }, schema, signal);
    if (!called.ok) return undefined;
    names.push(...called.answer.value);
    cursor = called.answer.next;
    if (cursor === undefined) return names;
  }
  return undefined;
}
