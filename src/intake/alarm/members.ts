import { z } from 'zod';
import { parseArn } from '../aws/arn.ts';
import { parseJson } from '../json.ts';
import { anyText, isRecord } from '../leniency.ts';
import type { AlarmState } from './alarm.ts';

/** A member alarm that made a composite alarm change. */
export interface Member {
  readonly name: string;
  readonly state?: string | undefined;
}

const snsMember = z.object({
  Arn: anyText,
  State: z.object({ Value: anyText }).optional().catch(undefined),
});
const eventMember = z.object({
  arn: anyText,
  state: z.object({ value: anyText }).optional().catch(undefined),
});

/** `TriggeringChildren` of the SNS form. */
export function membersOfSns(children: unknown): readonly Member[] {
  return list(children).flatMap((child) => {
    const { Arn, State } = snsMember.parse(child);
    return Arn === undefined ? [] : [{ name: alarmName(Arn), state: State?.Value }];
  });
}

/** `triggeringAlarms` in the state's reason data of the EventBridge form and the Lambda payload. */
export function membersOfReason(reasonData: unknown): readonly Member[] {
  const parsed = typeof reasonData === 'string' ? parseJson(reasonData) : undefined;
  const data = parsed?.ok === true ? parsed.value : reasonData;
  return list(isRecord(data) ? data['triggeringAlarms'] : undefined).flatMap((child) => {
    const { arn, state } = eventMember.parse(child);
    return arn === undefined ? [] : [{ name: alarmName(arn), state: state?.value }];
  });
}

/** The words of a state's reason, where nothing else names a member: `arn:…:alarm:x transitioned to ALARM at …`. */
export function memberOfWords(reason: string | undefined): readonly Member[] {
  const [, arn, state] =
    /^(arn:\S.{0,600}) transitioned to (ALARM|OK|INSUFFICIENT_DATA)\b/u.exec(reason ?? '') ?? [];
  return arn === undefined ? [] : [{ name: alarmName(arn), state }];
}

function list(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.slice(0, 100).filter((entry) => isRecord(entry)) : [];
}

/** An alarm's name may itself hold colons and slashes. */
function alarmName(arn: string): string {
  return parseArn(arn)?.resource.replace(/^alarm:/u, '') ?? arn;
}

const SHOWN = 3;
const LIST = new Intl.ListFormat('en', { type: 'conjunction' });

/** What the members say, in one line: `ServerCpuTooHigh and QueueTooLong are in alarm`. */
export function membersText(state: AlarmState, members: readonly Member[]): string | undefined {
  if (state === 'INSUFFICIENT_DATA') return undefined;
  const inState = members.filter((member) => (member.state ?? state) === state);
  if (inState.length === 0) return undefined;
  const shown = inState.slice(0, SHOWN).map(({ name }) => name);
  if (inState.length > SHOWN) shown.push(`${inState.length - SHOWN} more`);
  const names = LIST.format(shown);
  const verb = inState.length === 1 ? 'is' : 'are';
  return `${names} ${verb} ${state === 'ALARM' ? 'in alarm' : 'OK again'}`;
}
