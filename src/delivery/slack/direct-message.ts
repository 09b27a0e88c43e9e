import type { WebClient } from '@slack/web-api';
import type { Handle } from '../../alert/group.ts';
import type { ChannelIds } from '../../engine/ports/channel-ids.ts';
import type { JournalStep, RateLimiter } from '../../engine/ports/delivery-store.ts';
import { REFUSED, type Adapter, type DeliveryResult, type Retry, type Steps } from '../adapter.ts';
import { callerOf, saidBy, type DeliveryView } from '../view.ts';
import { closeFormer } from './hand-over.ts';
import { createLookup } from './lookup.ts';
import { time } from './mrkdwn.ts';
import type { FindOnDuty, OnDuty, Unfound } from './on-duty.ts';
import { createSlackAdapter, DETAIL, postStep, UNASKED, type SlackSettings } from './send.ts';
import { isInDoubt, settle } from './settle.ts';
import { SLACK_LIMITS, type SlackLimits } from './slack-limits.ts';
import type { Piece } from './small-print.ts';

/** Whose conversation a group's message goes to. */
export interface DirectMessageSettings extends Omit<SlackSettings, 'channel' | 'why'> {
  /** The name of the schedule on which they are on call. */
  readonly schedule: string;
}

export interface DirectMessageParts {
  readonly limiter: RateLimiter;
  readonly channelIds: ChannelIds;
  readonly find: FindOnDuty;
}

/** The journal's steps that hold to whom the message goes, and that it is there and the former one to be closed. */
const TO = 'to';
const HANDED = 'handed over';

type Delivered = DeliveryResult & { readonly outcome: 'delivered' };

/**
 * Tells whoever is on call about groups, in their conversation with the bot: there a message lives as in
 * a channel. With the next notification that nobody has on by then it goes over to who is on call then,
 * and the former message is closed. Where nobody can be found it stays with who has it.
 */
export function createDirectMessageAdapter(
  client: WebClient,
  { limiter, channelIds, find }: DirectMessageParts,
  { schedule, ...settings }: DirectMessageSettings,
  limits: SlackLimits = SLACK_LIMITS,
): Adapter {
  const lookup = createLookup(client, { limiter, channelIds }, limits);
  const inChannel = (channel: string, why: Piece): Adapter =>
    createSlackAdapter(client, { limiter, channelIds }, { ...settings, channel, why }, limits);

  async function deliver(view: DeliveryView, steps: Steps): Promise<DeliveryResult> {
    const { handle, due } = view;
    const handed = steps.journal[HANDED];
    if (handle !== undefined && handed !== undefined) return closed(view, handle, handed);
    if (handle === undefined && due === undefined) return UNASKED;
    const before = await whereItWent(view, steps);
    if (before?.outcome === 'retry') return before;
    if (handle !== undefined && before === undefined && !goesOver(view)) {
      return kept(view, handle, steps);
    }
    const place = before ?? (await find(schedule, steps.now));
    if (handle === undefined) {
      return place.outcome === 'found' ? posted(view, place, steps) : place;
    }
    if (place.outcome !== 'found') return keptFor(place, await kept(view, handle, steps));
    if (place.channel === handle['channel']) return kept(view, handle, steps);
    return handedOver(view, handle, place, steps);
  }

  /** The place is written down first: should its answer be lost, the message is looked for there. */
  async function posted(view: DeliveryView, place: OnDuty, steps: Steps): Promise<DeliveryResult> {
    const { handle: _elsewhere, ...anew } = view;
    await steps.note(TO, { begunAt: steps.now, result: { ...REFUSED, ...written(place) } });
    const result = await inChannel(place.channel, whyOf(place.asOf, view)).deliver(anew, steps);
    if (result.outcome !== 'delivered' || result.handle === undefined) return result;
    const { channel: _known, name: _shown, ...kept } = written(place);
    return { ...result, handle: { ...result.handle, ...kept }, ...remarkOn(place) };
  }

  async function kept(view: DeliveryView, handle: Handle, steps: Steps): Promise<DeliveryResult> {
    const { channel = '', ts: _ts, picture: _picture, asOf, ...rest } = handle;
    const why = whyOf(asOf === undefined ? undefined : Number(asOf), view);
    const result = await inChannel(channel, why).deliver(view, steps);
    if (result.outcome !== 'delivered' || result.handle === undefined) return result;
    const kept = { ...rest, ...(asOf !== undefined && { asOf }) };
    return { ...result, handle: { ...result.handle, ...kept } };
  }

  async function handedOver(
    view: DeliveryView,
    handle: Handle,
    place: OnDuty,
    steps: Steps,
  ): Promise<DeliveryResult> {
    const told = await posted(view, place, steps);
    if (told.outcome === 'retry') return told;
    if (told.outcome === 'reject') return keptFor(told, await kept(view, handle, steps));
    const { handle: now = {}, said = saidBy(view) } = told;
    const handed = { begunAt: steps.now, said, result: { ...now, name: place.name } };
    await steps.note(HANDED, handed);
    return closed(view, handle, handed);
  }

  /** Who has it now was told: the message of who had it before is closed. */
  async function closed(
    view: DeliveryView,
    former: Handle,
    { said, result: { name = '', ...handle } = {} }: JournalStep,
  ): Promise<DeliveryResult> {
    const bucket = { key: 'slack/update', ...limits.update };
    const turn = { limiter, bucket, caller: callerOf(view) };
    const retry = await closeFormer(client, turn, view, former, name);
    return retry ?? { outcome: 'delivered', handle, ...(said !== undefined && { said }) };
  }

  /** Where a post of which nobody heard again arrived; undefined where there was none, or it did not. */
  async function whereItWent(
    view: DeliveryView,
    steps: Steps,
  ): Promise<Retry | OnDuty | undefined> {
    const step = postStep(view);
    const place = read(steps.journal[TO]);
    if (place === undefined || !isInDoubt(steps.journal[step])) return undefined;
    const settled = await settle(lookup, view, { step, channel: place.channel }, steps);
    if (settled.outcome === 'retry') return settled;
    return settled.outcome === 'posted' ? place : undefined;
  }

  function whyOf(asOf: number | undefined, { now }: DeliveryView): Piece {
    if (asOf === undefined) return { text: `you are on call for ${schedule}` };
    const tail = `when that was last known, at ${time(asOf, now)}`;
    return { text: `you were on call for ${schedule}`, tail };
  }

  return { detail: DETAIL, deliver };
}

/** Whether a message goes over to who is on call by now: what somebody has on stays with them. */
function goesOver({ due, until, movedTo, acknowledged, firing }: DeliveryView): boolean {
  if (due === undefined || until !== undefined || movedTo !== undefined) return false;
  return acknowledged === undefined && firing.length > 0;
}

/** That it could not go over is said, though it was told. */
function keptFor(unfound: Unfound, result: DeliveryResult): DeliveryResult {
  const { diagnosis } = unfound;
  if (result.outcome !== 'delivered' || diagnosis === undefined) return result;
  const problem = `${diagnosis.problem}; it stays with who was told before`;
  return { ...result, diagnosis: { ...diagnosis, problem, isReached: true } };
}

function remarkOn({ asOf, name }: OnDuty): Pick<Delivered, 'remark'> {
  if (asOf === undefined) return {};
  return { remark: `nobody can say who is on call now; told was ${name}, who last was` };
}

function written({ channel, user, name, asOf }: OnDuty): Readonly<Record<string, string>> {
  return { channel, user, name, ...(asOf !== undefined && { asOf: String(asOf) }) };
}

function read(step: JournalStep | undefined): OnDuty | undefined {
  const { channel, user, name, asOf } = step?.result ?? {};
  if (channel === undefined || user === undefined || name === undefined) return undefined;
  const since = asOf === undefined ? {} : { asOf: Number(asOf) };
  return { outcome: 'found', channel, user, name, ...since };
}
