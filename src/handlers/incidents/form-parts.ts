import type { InputBlock, ModalView, PlainTextOption, StaticSelect } from '@slack/types';
import { z } from 'zod';
import { plain } from '../../delivery/slack/message.ts';
import { slackIdOf } from './person.ts';
import { INCIDENT_ROLES, type IncidentPerson } from '../../engine/ports/incidents.ts';
import type { ViewRequest } from '../request.ts';
import { TITLE_LENGTH } from '../views/loading.ts';

/** Where a form was opened and what it is about: it comes back with it. */
const originSchema = z.object({
  /** The incident's id. */
  incident: z.string().optional(),
  /** The key of a group. */
  group: z.string().optional(),
  channel: z.string().optional(),
  /** Who had which role when the form was opened, as the audit trail names them. */
  roles: z.partialRecord(z.enum(INCIDENT_ROLES), z.string()).optional(),
});

export type IncidentOrigin = z.output<typeof originSchema>;

/** What a form came back with; nothing that is known if it is none of ours. */
export function originIn({ privateMetadata }: ViewRequest['view']): IncidentOrigin {
  try {
    return originSchema.parse(JSON.parse(privateMetadata));
  } catch {
    return {};
  }
}

interface Form {
  readonly id: string;
  readonly title: string;
  readonly submit: string;
  readonly origin: IncidentOrigin;
  readonly blocks: ModalView['blocks'];
}

/** A form of an incident. */
export function incidentForm({ id, title, submit, origin, blocks }: Form): ModalView {
  return {
    type: 'modal',
    callback_id: id,
    private_metadata: JSON.stringify(origin),
    title: plain(title, TITLE_LENGTH),
    submit: plain(submit, TITLE_LENGTH),
    close: plain('Cancel', TITLE_LENGTH),
    blocks,
  };
}

/** A choice of one of several, by their values and labels; labels may come from outside. */
export function choice(
  id: string,
  label: string,
  all: readonly (readonly [value: string, label: string])[],
  chosen: string,
): InputBlock {
  const options = all.map(([value, text]): PlainTextOption => ({ text: plain(text, 75), value }));
  const initial = options.find(({ value }) => value === chosen);
  const element: StaticSelect = {
    type: 'static_select',
    action_id: id,
    options,
    ...(initial !== undefined && { initial_option: initial }),
  };
  return { type: 'input', block_id: id, label: plain(label, 150), element };
}

/** A choice of somebody, or nobody. */
export function personChoice(
  id: string,
  label: string,
  chosen: IncidentPerson | undefined,
): InputBlock {
  const known = chosen && slackIdOf(chosen);
  return {
    type: 'input',
    block_id: id,
    optional: true,
    label: plain(label, 150),
    element: {
      type: 'users_select',
      action_id: id,
      ...(known !== undefined && { initial_user: known }),
    },
  };
}

const textSchema = z.object({ value: z.string().nullish() });
const choiceSchema = z.object({ selected_option: z.object({ value: z.string() }).nullish() });
const personSchema = z.object({ selected_user: z.string().nullish() });

type Values = ViewRequest['view']['values'];

/** What is written in an input; undefined for nothing. */
export function writtenAt(values: Values, id: string): string | undefined {
  const text = textSchema.safeParse(values[id]?.[id]).data?.value?.trim();
  return text === undefined || text === '' ? undefined : text;
}

/** What is chosen in an input. */
export function chosenAt(values: Values, id: string): string | undefined {
  return choiceSchema.safeParse(values[id]?.[id]).data?.selected_option?.value;
}

/** Whose id is chosen in an input. */
export function personAt(values: Values, id: string): string | undefined {
  return personSchema.safeParse(values[id]?.[id]).data?.selected_user ?? undefined;
}
