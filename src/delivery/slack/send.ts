import type { WebClient } from '@slack/web-api';
import type { NearDeployment } from '../../alert/deployment-places.ts';
import type { Handle } from '../../alert/group.ts';
import type { JournalStep, RateLimiter } from '../../engine/ports/delivery-store.ts';
import type { KeptDeployments } from '../../engine/ports/kept-deployments.ts';
import type { ChannelIds } from '../../engine/ports/channel-ids.ts';
import { OWN_LIMIT, type Adapter, type DeliveryResult, type Steps } from '../adapter.ts';
import { callerOf, saidBy, withDoubt, type DeliveryView } from '../view.ts';
import type { ResponseTimes } from './context.ts';
import { BEFORE } from './deployed.ts';
import { refusal } from './diagnosis.ts';
import { classifyFailure, heed, retryOf } from './failure.ts';
import { withinLimits } from './limits/message.ts';
import { withoutGraph } from './graph-block.ts';
import { createLookup } from './lookup.ts';
import { mentionsNobody } from './mentioned.ts';
import type { Mentions } from './mentions.ts';
import { postOnce } from './post-once.ts';
import { unheardOf } from './happenings.ts';
import type { SlackMessage } from './message.ts';
import { renderMessage } from './render.ts';
import { settle, type Place, type Posted } from './settle.ts';
import { postRenamed, renamed } from './renamed.ts';
import { handleOf, isShown, rememberShown } from './shown.ts';
import { postBucket, SLACK_LIMITS, updateBucket, type SlackLimits } from './slack-limits.ts';
import type { Piece } from './small-print.ts';
import { renderLine } from './timeline.ts';

/** Where a group's message goes. */
export interface SlackSettings {
  /** `#name` or a channel id. */
  readonly channel: string;
  /** Put into the message, for example `<!subteam^S0PAGED>`; from the config, so trusted. */
  readonly mention?: string;
  /** Who is meant by a mention of whoever is on call. */
  readonly mentions?: Mentions;
  /** Why it is told there, where that does not go without saying. */
  readonly why?: Piece;
  readonly responseTimes?: ResponseTimes;
  /** Whether a group, by its key, is escalated to anybody; only where presses are heard. */
  readonly escalates?: (group: string) => boolean;
  /** Whether people can ask for graphs. */
  readonly graphs?: boolean;
  /** What was deployed before alerts began, and while they fired. */
  readonly deployments?: Pick<KeptDeployments, 'near'>;
}

/** The message can no longer be edited: a new one takes its place. */
const MESSAGE_IS_GONE = new Set(['message_not_found', 'cant_update_message', 'edit_window_closed']);
/** So many alerts of a group are looked at in full. */
export const DETAIL = 20;
const DELIVERED: DeliveryResult = { outcome: 'delivered' };
export const UNASKED: DeliveryResult = { outcome: 'delivered', unasked: true };

/** Tells a Slack channel about groups: one message each, edited in place, its thread the timeline. */
export function createSlackAdapter(
  client: WebClient,
  { limiter, channelIds }: { readonly limiter: RateLimiter; readonly channelIds: ChannelIds },
  settings: SlackSettings,
  limits: SlackLimits = SLACK_LIMITS,
): Adapter {
  const lookup = createLookup(client, { limiter, channelIds }, limits);
  const tools = { client, limiter, lookup };
  const posts = postBucket(settings.channel, limits);

  async function deliver(view: DeliveryView, steps: Steps): Promise<DeliveryResult> {
    const { channel, ts } = view.handle ?? {};
    if (channel === undefined || ts === undefined) {
      return view.due === undefined ? UNASKED : post(view, steps);
    }
    const message = await messageOf(view, steps);
    const at = { ...view.handle, channel, ts };
    // The same until an outcome is recorded: with that people were told, or shown, more.
    const step = `line ${view.told?.at ?? view.episode} ${view.shown}`;
    const line = { step, channel, threadTs: ts };
    const settled = await settle(tools.lookup, view, line, steps);
    // What an earlier attempt made the message show nobody knows any more.
    if (settled.outcome === 'posted') return { ...accepted(settled), handle: handleOf(at) };
    if (settled.outcome === 'retry') {
      const mayBeClosed = isEnd(steps.journal[line.step]);
      if (!mayBeClosed) await showMeanwhile(view, message, at, steps);
      return settled;
    }
    const known = await isShown(message, at, steps);
    const updated = known ? DELIVERED : await update(view, message, at);
    if (updated === 'gone') {
      return view.due === undefined
        ? { outcome: 'reject', why: 'the message is gone' }
        : post(view, steps);
    }
    if (updated.outcome !== 'delivered') return updated;
    const added = await addLine(withDoubt(view, settled.perhaps), steps, line);
    if (added.outcome === 'retry' && !known) await rememberShown(message, steps);
    return added.outcome === 'delivered' ? { ...added, handle: handleOf(at, message) } : added;
  }

  async function post(view: DeliveryView, steps: Steps): Promise<DeliveryResult> {
    // A graph comes with the next edit: a message is not to fail for it.
    const { graph: _graph, ...words } = view;
    const message = await messageOf(words, steps);
    const place = { step: postStep(view), channel: settings.channel };
    const settled = await settle(tools.lookup, view, place, steps);
    const isUntold = settled.outcome === 'to post' && settled.perhaps === undefined;
    if (isUntold && view.isMoot) return UNASKED;
    const toPost = { ...place, message, bucket: posts };
    const isFound = settled.outcome === 'posted';
    const first =
      settled.outcome === 'to post' ? await postOnce(tools, view, toPost, steps) : settled;
    const isGone = first.outcome === 'refused' && first.error === 'channel_not_found';
    const elsewhere = isGone ? await postRenamed(tools, view, toPost, steps) : undefined;
    const posted = elsewhere ?? first;
    if (posted.outcome === 'refused') return refusal(posted.error);
    if (posted.outcome === 'retry') return posted;
    const handle = handleOf(posted, isFound ? undefined : message);
    const told = { ...withThreadToCome(view, accepted(posted)), handle };
    const diagnosis =
      elsewhere === undefined
        ? await mentionsNobody(client, mentionFor(view))
        : await renamed(tools, posted.channel);
    return { ...told, ...(diagnosis !== undefined && { diagnosis }) };
  }

  async function messageOf(view: DeliveryView, { now }: Steps): Promise<SlackMessage> {
    const { responseTimes, escalates, graphs = false, why } = settings;
    const presses = escalates && { escalates: escalates(view.group), graphs };
    const mention = await named(mentionFor(view), now);
    const deployments = view.until === undefined ? await deployedNear(view, view.since) : [];
    return renderMessage(view, { mention, presses, responseTimes, why, deployments });
  }

  /** The worst alert says of what service it is: a few look-ups by name, however much was deployed. */
  async function deployedNear(
    { alerts: [first], labels, since }: DeliveryView,
    until: number,
  ): Promise<readonly NearDeployment[]> {
    const known = first?.alert.labels ?? labels;
    return settings.deployments?.near(known, since - BEFORE, until) ?? [];
  }

  /** People see the group as it is also while nobody knows whether its line was added. */
  async function showMeanwhile(
    view: DeliveryView,
    message: SlackMessage,
    at: MessagePlace,
    steps: Steps,
  ): Promise<void> {
    if (await isShown(message, at, steps)) return;
    const updated = await update(view, message, at);
    if (updated !== 'gone' && updated.outcome === 'delivered') await rememberShown(message, steps);
  }

  async function update(
    view: DeliveryView,
    message: SlackMessage,
    { channel, ts }: MessagePlace,
  ): Promise<DeliveryResult | 'gone'> {
    const bucket = updateBucket(limits);
    const wait = await limiter.take(bucket, callerOf(view));
    if (wait > 0) return { outcome: 'retry', afterMs: wait, why: OWN_LIMIT };
    try {
      await client.chat.update({ channel, ts, ...withinLimits(message) });
      return DELIVERED;
    } catch (error) {
      const failure = classifyFailure(error);
      if (failure.kind === 'refused') {
        // Its file may have been deleted: what there is to say comes before how it looks.
        const rest = failure.error === 'invalid_blocks' ? withoutGraph(message) : undefined;
        if (rest !== undefined) return update(view, rest, { channel, ts });
        return MESSAGE_IS_GONE.has(failure.error) ? 'gone' : refusal(failure.error);
      }
      // Of unknown outcome or not: an update is the same however often it is made.
      await heed(failure, limiter, bucket);
      return retryOf(failure);
    }
  }

  async function addLine(view: DeliveryView, steps: Steps, line: Place): Promise<DeliveryResult> {
    const call = await named(view.due?.mention, steps.now);
    const deployments = view.until === undefined ? [] : await deployedNear(view, view.until);
    const message = renderLine(view, call, deployments);
    if (message === undefined) return DELIVERED;
    const posted = await postOnce(tools, view, { ...line, message, bucket: posts }, steps);
    if (posted.outcome === 'refused') return refusal(posted.error);
    if (posted.outcome === 'retry') return posted;
    const diagnosis = await mentionsNobody(client, view.due?.mention);
    return { ...DELIVERED, ...(diagnosis !== undefined && { diagnosis }) };
  }

  /** Nobody is called to what is over. */
  function mentionFor({ until, due }: DeliveryView): string | undefined {
    const mentions = [settings.mention, due?.mention].filter((one) => one !== undefined);
    return until === undefined && mentions.length > 0 ? mentions.join(' ') : undefined;
  }

  async function named(mention: string | undefined, at: number): Promise<string | undefined> {
    return mention === undefined ? undefined : (settings.mentions?.(mention, at) ?? mention);
  }

  return { detail: DETAIL, deliver };
}

/** The journal's step that posts a group's message. */
export function postStep({ episode }: DeliveryView): string {
  return `post ${episode}`;
}

/**
 * What a message that is there told. If it was an earlier attempt's, what came since is left to the
 * next delivery, as if that attempt's answer had not been lost.
 */
function accepted({ said }: Posted): Accepted {
  return { outcome: 'delivered', ...(said !== undefined && { said }) };
}

/**
 * A new message has no thread yet: what belongs there counts as not shown, so that the next delivery
 * adds it. By then the message is known, whatever becomes of its thread.
 */
function withThreadToCome(view: DeliveryView, result: Accepted): Accepted {
  const [first] = unheardOf(view);
  if (first === undefined) return result;
  const { said = saidBy(view) } = result;
  return { ...result, said: { ...said, revision: Math.min(said.revision, first.revision - 1) } };
}

type MessagePlace = Handle & { readonly channel: string; readonly ts: string };

type Accepted = DeliveryResult & { readonly outcome: 'delivered' };

/** Whether an attempt said that all is over: if it arrived, its message is closed. */
function isEnd(attempt: JournalStep | undefined): boolean {
  return attempt?.said?.firing.length === 0;
}
