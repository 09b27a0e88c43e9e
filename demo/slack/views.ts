import { randomBytes } from 'node:crypto';
import { asObject, type Json } from '../../src/delivery/slack/limits/problem.ts';
import { refuseView } from '../../src/delivery/slack/limits/views.ts';
import { blocksAsPeopleSee } from './as-people-see.ts';
import { SlackRefusal, type Call } from './call.ts';
import type { Reader } from './dates.ts';
import type { Upstream } from './upstream.ts';

/** How long after a click or a command a view may be opened, in milliseconds. */
const TRIGGER_LASTS = 3_000;

/** A view as the bot knows it: its id stays, also where the local Slack gives it another. */
interface Known {
  readonly id: string;
  upstreamId: string;
  view: Json;
}

/** Views as Slack keeps them: the local one forgets their ids, and whose turn it was to open one. */
export interface ViewBook {
  /** A click or a command came, by which a view may be opened: once, and soon. */
  readonly triggered: (trigger: string, at: number) => void;
  /** @throws SlackRefusal for a trigger that is too old, or was used before */
  readonly trigger: (trigger: unknown, now: number) => void;
  readonly opened: (view: Json) => Json;
  readonly updated: (known: Known, view: Json) => Json;
  readonly published: (user: string, view: Json) => Json;
  readonly find: (id: {
    readonly view?: unknown;
    readonly external?: unknown;
  }) => Known | undefined;
  readonly byUpstreamId: (id: unknown) => Known | undefined;
  /** The view that holds a block: the modal that was opened last, else somebody's home. */
  readonly holding: (blockId: unknown, user: string) => Json | undefined;
  /** Takes note that a modal was closed. */
  readonly closed: (id: string) => void;
}

export function createViewBook(): ViewBook {
  const triggers = new Map<string, number>();
  const spent = new Set<string>();
  const modals: Known[] = [];
  const homes = new Map<string, Json>();
  const holds = (view: Json, blockId: unknown): boolean =>
    Array.isArray(view.blocks) &&
    view.blocks.some((block) => asObject(block)?.block_id === blockId);
  return {
    triggered: (trigger, at) => void triggers.set(trigger, at),
    trigger(trigger, now) {
      if (typeof trigger !== 'string') throw new SlackRefusal('invalid_trigger_id');
      if (spent.has(trigger)) throw new SlackRefusal('exchanged_trigger_id');
      if (now - (triggers.get(trigger) ?? now) > TRIGGER_LASTS) {
        throw new SlackRefusal('expired_trigger_id');
      }
      spent.add(trigger);
    },
    opened(view) {
      modals.push({ id: String(view.id), upstreamId: String(view.id), view });
      return view;
    },
    updated(known, view) {
      known.upstreamId = String(view.id);
      known.view = { ...view, id: known.id };
      return known.view;
    },
    published(user, view) {
      const shown = { ...view, id: homes.get(user)?.id ?? view.id };
      homes.set(user, shown);
      return shown;
    },
    find: ({ view, external }) =>
      modals.find((one) =>
        view === undefined ? one.view.external_id === external : one.id === view,
      ),
    byUpstreamId: (id) => modals.find((one) => one.upstreamId === id),
    holding: (blockId, user) =>
      modals.findLast(({ view }) => holds(view, blockId))?.view ??
      [homes.get(user)].find((home) => home !== undefined && holds(home, blockId)),
    closed(id) {
      const at = modals.findIndex((one) => one.id === id);
      if (at >= 0) modals.splice(at, 1);
    },
  };
}

interface ViewsOf {
  readonly upstream: Upstream;
  readonly views: ViewBook;
  readonly reader: () => Reader;
}

/** Source: https://docs.slack.dev/reference/methods/views.open */
export async function openView(
  { upstream, views, reader }: ViewsOf,
  { args }: Call,
): Promise<Json> {
  check(args.view, 'modal');
  const external = asObject(args.view)?.external_id;
  if (external !== undefined && views.find({ external }) !== undefined) {
    throw new SlackRefusal('duplicate_external_id');
  }
  views.trigger(args.trigger_id, reader().now);
  const answer = await upstream.call('views.open', {
    ...args,
    view: asPeopleSee(args.view, reader()),
  });
  const view = asObject(answer.view);
  return view === undefined ? answer : { ...answer, view: views.opened(view) };
}

/** Source: https://docs.slack.dev/reference/methods/views.update */
export async function updateView(
  { upstream, views, reader }: ViewsOf,
  { args }: Call,
): Promise<Json> {
  check(args.view, 'modal');
  const { view_id: id, external_id: external, hash } = args;
  const known = views.find({ ...(id !== undefined && { view: id }), external });
  if (known === undefined) throw new SlackRefusal('not_found');
  if (hash !== undefined && hash !== known.view.hash) throw new SlackRefusal('hash_conflict');
  const view = { external_id: known.view.external_id, ...asPeopleSee(args.view, reader()) };
  const answer = await upstream.call('views.update', { view_id: known.upstreamId, view });
  const updated = asObject(answer.view);
  return updated === undefined ? answer : { ...answer, view: views.updated(known, updated) };
}

/** Source: https://docs.slack.dev/reference/methods/views.publish */
export async function publishView(
  { upstream, views, reader }: ViewsOf,
  { args }: Call,
): Promise<Json> {
  check(args.view, 'home');
  const answer = await upstream.call('views.publish', {
    ...args,
    view: asPeopleSee(args.view, reader()),
  });
  const view = asObject(answer.view);
  if (view === undefined) return answer;
  return { ...answer, view: views.published(String(args.user_id), view) };
}

/**
 * A view with texts as people see them. Slack gives a name to each block that has none: by it a click
 * in a view tells where it was.
 */
function asPeopleSee(value: unknown, reader: Reader): Json {
  const view = asObject(value) ?? {};
  const seen = blocksAsPeopleSee(view.blocks, reader);
  const blocks: readonly unknown[] = Array.isArray(seen) ? seen : [];
  return { ...view, blocks: blocks.map((block) => ({ block_id: newId(), ...asObject(block) })) };
}

function newId(): string {
  return randomBytes(4).toString('hex');
}

function check(view: unknown, type: 'modal' | 'home'): void {
  const refusal = refuseView(view, type);
  if (refusal !== undefined) throw new SlackRefusal(refusal.error, refusal.messages);
}
