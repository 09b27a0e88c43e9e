import { labelValue } from '../alert/labels.ts';
import { louder, loudnessOf, type Loudness } from './loudness.ts';
import type { Notification } from './notification.ts';
import { Tally } from './tally.ts';

/** Who was told of what with one config: only what people notice is counted, not edits. */
export class Audience {
  /** Notifications by receiver; and those of them that call somebody, and that page. */
  readonly told = new Tally();
  readonly mentions = new Tally();
  readonly pages = new Tally();
  /** Notifications that tell of an alarm, by its name. */
  readonly alarms = new Tally();
  /** The same, by receiver. */
  readonly byReceiver = new Map<string, Tally>();
  readonly #loudest = new Map<string, Loudness>();

  hear(notification: Notification): void {
    const loudness = loudnessOf(notification);
    if (loudness === 'silent') return;
    const { receiver } = notification.integration;
    this.told.add(receiver);
    if (loudness === 'mention') this.mentions.add(receiver);
    if (loudness === 'page') this.pages.add(receiver);
    const alarms = this.byReceiver.get(receiver) ?? new Tally();
    this.byReceiver.set(receiver, alarms);
    const names = notification.alerts.map(({ labels }) => labelValue(labels, 'alertname'));
    for (const alarm of new Set(names)) {
      this.alarms.add(alarm);
      alarms.add(alarm);
      this.#loudest.set(alarm, louder(this.loudest(alarm), loudness));
    }
  }

  /** How loud people were ever told of an alarm. */
  loudest(alarm: string): Loudness {
    return this.#loudest.get(alarm) ?? 'silent';
  }
}
