import { z } from 'zod';

/** What people can ask for at a message, by a button or in its menu. */
export const ALERT_ACTIONS = [
  'acknowledge',
  'unacknowledge',
  'silence',
  'runbook',
  'resolve',
  'escalate',
  'graph',
  'incident',
  'explain',
  'link',
] as const;

export type AlertAction = (typeof ALERT_ACTIONS)[number];

/** What every action id of an alert message begins with: `app.action(/^alert:/, …)` hears them all. */
const PREFIX = 'alert:';

/** The action id of the menu. Which of its options was chosen is the option's value. */
export const MENU = `${PREFIX}more`;

/** The alert group a message is about, and since when: a later outbreak of it has another message. */
export interface Concern {
  /** The group's key. */
  readonly group: string;
  /** `Delivery.episode` of the integration that posted the message; 0 when there is none. */
  readonly episode: number;
}

/** A press as Slack tells of it: what is wanted, and of which group. */
export interface Press extends Concern {
  readonly action: AlertAction;
}

/** The action id of a button. */
export function actionId(action: AlertAction): string {
  return `${PREFIX}${action}`;
}

/**
 * The id of a block whose buttons and menu are about a group. It stands here and not in each value,
 * because an option's value has room for 75 characters only, and a block's id for 255: a group's key
 * has 81 at most.
 *
 * @see https://docs.slack.dev/reference/block-kit/blocks/actions-block
 */
export function blockId({ group, episode }: Concern): string {
  return `${PREFIX}${episode}:${group}`;
}

const pressSchema = z.object({
  action_id: z.string(),
  block_id: z.string(),
  selected_option: z.object({ value: z.string() }).nullish(),
});

const actionSchema = z.enum(ALERT_ACTIONS);
const BLOCK_ID = /^alert:(?<episode>\d{1,16}):(?<group>[\w.-]{1,200})$/;

/**
 * Reads one of the `actions` of a `block_actions` payload; undefined when it is no press on an alert
 * message, or on one of a version that knew other actions.
 */
export function readPress(value: unknown): Press | undefined {
  const parsed = pressSchema.safeParse(value);
  if (!parsed.success || !parsed.data.action_id.startsWith(PREFIX)) return undefined;
  const { action_id: id, block_id: block, selected_option: option } = parsed.data;
  const action = actionSchema.safeParse(id === MENU ? option?.value : id.slice(PREFIX.length));
  const { episode, group } = BLOCK_ID.exec(block)?.groups ?? {};
  if (!action.success || episode === undefined || group === undefined) return undefined;
  return { action: action.data, group, episode: Number(episode) };
}
