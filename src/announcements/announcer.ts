import { randomBytes } from 'node:crypto';
import type { Alert } from '../alert/alert.ts';
import { firingAlerts, wholeGroups } from '../engine/firing.ts';
import type { Groups } from '../engine/ports/groups.ts';
import type { Inbox } from '../engine/ports/inbox.ts';
import type { Mutes } from '../engine/ports/mutes.ts';
import { occurrenceOf, type MaintenanceWindow } from '../rules/maintenance.ts';
import type { Announcement } from './announcement.ts';
import { maintenanceAnnouncement, maintenanceNews, type MaintenanceNews } from './maintenance.ts';
import { beginId, begunSilences, mutesSome } from './silences-begun.ts';
import { expiringSilences, expiryAnnouncement, expiryId } from './silences.ts';

export interface AnnouncerParts {
  readonly windows: readonly MaintenanceWindow[];
  readonly mutes: Mutes;
  readonly groups: Groups;
  readonly inbox: Pick<Inbox, 'accept'>;
  /** The store's clock, epoch milliseconds. */
  readonly now: () => number;
}

/**
 * Tells that maintenance begins soon, has begun, or is over, and that silences end soon under which
 * something fires: as signals, which are routed and told like any other. And has the messages about what
 * a silence mutes from now on show it.
 *
 * @returns what looks once; it is to be called now and then. What was said is not said again, by
 *   whomever: the inbox remembers its id.
 */
export function createAnnouncer(parts: AnnouncerParts): () => Promise<void> {
  const { windows, mutes, groups, inbox, now } = parts;
  let said: ReadonlySet<string> = new Set();

  async function say({ id, signal }: Announcement): Promise<void> {
    const traceId = randomBytes(16).toString('hex');
    const event = { type: 'signals', traceId, signals: [signal] } as const;
    await inbox.accept({ messageId: id, event });
  }

  async function tellMaintenance(at: number): Promise<readonly string[]> {
    const news = maintenanceNews(windows, at);
    for (const one of news) {
      if (!said.has(one.id)) await say(maintenanceAnnouncement(one, await muted(one), at));
    }
    return news.map(({ id }) => id);
  }

  async function muted({ stage, window, time }: MaintenanceNews): Promise<readonly Alert[]> {
    return stage === 'over' ? mutes.during(occurrenceOf(window.name, time.endsAt)) : [];
  }

  async function tellSilences(at: number): Promise<readonly string[]> {
    const expiring = expiringSilences(await mutes.silences(), at);
    const told = expiring.map(expiryId).filter((id) => said.has(id));
    if (told.length === expiring.length) return told;
    const firing = await firingAlerts(groups, at);
    for (const silence of expiring) {
      if (said.has(expiryId(silence))) continue;
      const expiry = expiryAnnouncement(silence, firing, at);
      if (expiry === undefined) continue;
      await say(expiry);
      told.push(expiry.id);
    }
    return told;
  }

  /** A silence may hold for what people were told of already: the messages about it show it. */
  async function showSilences(at: number): Promise<readonly string[]> {
    const begun = begunSilences(await mutes.silences(), at);
    const unsaid = begun.filter((silence) => !said.has(beginId(silence)));
    if (unsaid.length > 0) {
      for await (const whole of wholeGroups(groups)) {
        for (const silence of unsaid.filter((one) => mutesSome(one, whole, at))) {
          const { key: group } = whole.group;
          const traceId = randomBytes(16).toString('hex');
          const event = { type: 'silence-begun', traceId, group, silence: silence.id } as const;
          await inbox.accept({ messageId: `${beginId(silence)}/${group}`, event });
        }
      }
    }
    return begun.map(beginId);
  }

  return async () => {
    const at = now();
    // What is no news any more need not be remembered here.
    said = new Set([
      ...(await tellMaintenance(at)),
      ...(await tellSilences(at)),
      ...(await showSilences(at)),
    ]);
  };
}
