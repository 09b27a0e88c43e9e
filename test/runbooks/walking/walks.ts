import type { Walk, Walker } from '../../../src/engine/ports/walks.ts';
import { begunWalk, type Beginning } from '../../../src/runbooks/walking/begin.ts';
import {
  press,
  type Came,
  type Pressed,
  type WalkDeed,
} from '../../../src/runbooks/walking/press.ts';
import { walkedRunbook } from '../../../src/runbooks/walking/walked-runbook.ts';

export const MINUTE = 60_000;
export const AT = 2_000_000_000_000;
export const ANA: Walker = { actor: 'slack:U0ANA', name: 'Ana' };
export const BEN: Walker = { actor: 'slack:U0BEN', name: 'Ben' };

/** A runbook of four steps, one of each kind that asks something. */
export const ORDERS_LATE = `---
name: orders-late
title: Orders are late
answers: ['alertname="late"']
severity: error
owners: [shop]
---

# Orders are late

Of {{ labels.queue }}. See [the dashboard](https://grafana.example.com/d/1).

## Investigate (0–5 min)

### 1. How many wait in {{ labels.queue }}

Look **closely**; the rest is in [Queue backlog](queue-backlog.md).

\`\`\`sh
aws sqs get-queue-attributes --queue-url {{ labels.queue }}
\`\`\`

### 2. Whose orders

\`\`\`question
ask: Whose orders are late?
choices: [everybody's, one shop's]
\`\`\`

## Mitigate (5–30 min)

### 3. Add workers

\`\`\`action
name: lambda
parameters: { function: add-workers }
\`\`\`

### 4. Did it help

\`\`\`check
metrics: { waiting: { namespace: AWS/SQS, metric: Waiting, stat: Maximum } }
pass: waiting < 100
\`\`\`
`;

export function orders(own: Partial<Beginning> = {}): Walk {
  return begunWalk({
    id: 'begin',
    runbook: 'orders-late',
    text: ORDERS_LATE,
    facts: { labels: { queue: 'orders' }, annotations: {} },
    subject: { group: 'page.3f2a' },
    place: { channel: 'C0OPS', threadTs: '1.2' },
    by: ANA,
    at: AT,
    ...own,
  });
}

let presses = 0;

/** What comes of a press at the card as it is. */
export function pressed(walk: Walk, deed: WalkDeed, own: Partial<Pressed> = {}): Came {
  presses += 1;
  const aim = { step: walk.results.length, opened: walk.opened };
  const at = walk.touchedAt + MINUTE;
  return press(walk, { id: `p${presses}`, aim, deed, by: ANA, at, ...own }, walkedRunbook(walk));
}

/** The walk after some presses at its card, of which each must count. */
export function after(walk: Walk, ...deeds: readonly WalkDeed[]): Walk {
  return deeds.reduce((now, deed) => {
    const came = pressed(now, deed);
    if (came.kind !== 'changed') throw new Error(`${deed.kind} came to ${came.kind}`);
    return came.walk;
  }, walk);
}
