import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Matcher } from '../../alert/matcher.ts';
import { alertCount, namesText, type NamedAlert } from '../../alert/worst-first.ts';
import type { Config } from '../../config/load.ts';
import type { Policy } from '../../rules/policy.ts';
import { wouldMute } from '../../rules/would-mute.ts';
import { InputError } from '../../simulate/input.ts';
import { recordedArrivals } from '../../simulate/recorded.ts';
import { printable } from '../printable.ts';

const WEEK = 7 * 24 * 60 * 60 * 1000;

/** What a silence mutes, before it is there. */
export interface Preview {
  /** Those that fire now. */
  readonly now: readonly NamedAlert[];
  /** Those that came within the last week; absent where nothing is recorded. */
  readonly lastWeek?: readonly NamedAlert[];
}

/** Those of the last week, as far as the bot keeps what comes in (`recordings` in the config). */
export async function mutedLastWeek(
  matchers: readonly Matcher[],
  {
    config,
    policy,
    now,
  }: { readonly config: Config; readonly policy: Policy; readonly now: number },
): Promise<readonly NamedAlert[] | undefined> {
  const folder = path.join(config.data_dir, 'recordings');
  if (!existsSync(folder)) return undefined;
  try {
    return await wouldMute(matchers, recordedArrivals(folder, now - WEEK), policy);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    process.stderr.write(`tocsin: the last week is left out: ${printable(error.message)}\n`);
    return undefined;
  }
}

/** A line for each time that is looked at. */
export function previewText({ now, lastWeek }: Preview): string {
  const lines = [
    `mutes ${howMany(now, 'fires now', 'fire now')}`,
    ...(lastWeek === undefined
      ? []
      : [`in the last week it would have muted ${howMany(lastWeek, 'came', 'came')}`]),
  ];
  return lines.map(printable).join('\n');
}

export function previewJson({ now, lastWeek }: Preview) {
  return {
    firing: { count: now.length, names: namesText(now) },
    ...(lastWeek !== undefined && {
      last_week: { count: lastWeek.length, names: namesText(lastWeek) },
    }),
  };
}

function howMany(alerts: readonly NamedAlert[], does: string, doThey: string): string {
  if (alerts.length === 0) return `nothing that ${does}`;
  const count = alertCount(alerts.length);
  return `${count} that ${alerts.length === 1 ? does : doThey}: ${namesText(alerts)}`;
}
