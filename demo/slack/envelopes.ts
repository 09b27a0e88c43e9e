import { asObject, type Json } from '../../src/delivery/slack/limits/problem.ts';
import type { ViewBook } from './views.ts';

/**
 * What the local Slack sends to the bot, as Slack sends it: clicks in views tell of the view, and of no
 * channel; views keep their ids; what was not touched in a form has the value that it began with.
 *
 * Sources: https://docs.slack.dev/reference/interaction-payloads/block_actions-payload,
 * https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload
 */
export function asSlackSends(envelope: Json, views: ViewBook, now: number): Json {
  const payload = asObject(envelope.payload);
  if (payload === undefined) return envelope;
  if (typeof payload.trigger_id === 'string') views.triggered(payload.trigger_id, now);
  if (payload.type === 'view_submission') {
    return { ...envelope, payload: { ...payload, view: submitted(asObject(payload.view), views) } };
  }
  const isInView = payload.type === 'block_actions' && payload.message === undefined;
  return isInView ? { ...envelope, payload: clickInView(payload, views) } : envelope;
}

function submitted(view: Json = {}, views: ViewBook): Json {
  const known = views.byUpstreamId(view.id);
  const values = asObject(asObject(view.state)?.values);
  const state = { values: merged(initialValues(view), values) };
  return { ...view, ...(known !== undefined && { id: known.id, hash: known.view.hash }), state };
}

function clickInView(payload: Json, views: ViewBook): Json {
  const { channel: _channel, response_url: _url, state: _state, ...rest } = payload;
  const action = asObject(Array.isArray(payload.actions) ? payload.actions[0] : undefined) ?? {};
  const user = String(asObject(payload.user)?.id);
  const view = views.holding(action.block_id, user);
  if (view === undefined) return payload;
  const container = { type: 'view', view_id: view.id };
  return { ...rest, container, view: { ...view, state: { values: initialValues(view) } } };
}

type Values = Readonly<Record<string, Json>>;

/** What the inputs of a view hold as long as nobody touches them, by block and action. */
function initialValues(view: Json): Values {
  const blocks: readonly unknown[] = Array.isArray(view.blocks) ? view.blocks : [];
  const entries = blocks.flatMap((value) => {
    const block = asObject(value);
    const element = asObject(block?.element);
    if (block?.type !== 'input' || element === undefined) return [];
    const { type, initial_value: text = null, initial_option: option = null } = element;
    const held =
      type === 'plain_text_input' ? { type, value: text } : { type, selected_option: option };
    return [[String(block.block_id), { [String(element.action_id)]: held }] as const];
  });
  return Object.fromEntries(entries);
}

/** The local Slack sends nothing for what was not touched, and the empty text for what was emptied. */
function merged(initial: Values, sent: Json = {}): Values {
  const entries = Object.entries(initial).map(([block, held]) => {
    const actions = Object.entries(held).map(([action, value]) => {
      const touched = asObject(asObject(sent[block])?.[action]);
      if (touched?.value === '') return [action, { ...touched, value: null }];
      return [action, (touched?.value ?? touched?.selected_option) ? touched : value];
    });
    return [block, Object.fromEntries(actions)];
  });
  return Object.fromEntries(entries);
}
