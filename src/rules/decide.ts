import { acknowledge, unacknowledge } from './acknowledge.ts';
import { arrive } from './arrive.ts';
import { assigned } from './assigned.ts';
import { configChanged } from './config-changed.ts';
import { Draft, type Changes, type State } from './draft.ts';
import { dutyChanged } from './duty-changed.ts';
import { escalateNow } from './escalate-now.ts';
import type { Event } from './event.ts';
import { failing } from './failing.ts';
import { flush } from './flush.ts';
import { graphed } from './graphed.ts';
import { heard } from './heard.ts';
import { inhibitorsOver } from './inhibit.ts';
import { gapLasted } from './nodata.ts';
import { note } from './note.ts';
import type { Policy } from './policy.ts';
import { record } from './record.ts';
import { resolve } from './resolve.ts';
import { expireSilence, silence } from './silence.ts';
import { silenceBegun } from './silence-begun.ts';
import { muteEnded, wake } from './wake.ts';

/**
 * What one event changes, and why. Pure: time is an argument, the state is only read.
 *
 * - a signal: classify → deduplicate → route → group
 * - a gap in an alert's data that lasted: the alert fires, or is over → route → group
 * - a flush: inhibit → silence → escalate, remind → for each integration, hold the group against the notification log → notify
 * - an outcome: write the notification log → remember it for reports → ask again for what is still outstanding
 * - a service that does not answer: past a limit the receiver's fallback is told instead
 * - a changed config: route → group → notify who has to be told by now
 * - an acknowledgement: repeats and escalation stop, until it is undone
 * - a person's word that a group is over: its alerts end → notify at once; their call for more: escalate
 * - a note: the group's threads show it
 * - what a service says of its incident: it is told where that is not what the group is
 * - that an incident went to others there: who had it on has it no more; the group shows who has it to do
 * - somebody else is on call: they are told of what nobody has on
 * - a graph: the message that it was drawn for shows it
 * - a silence: the groups it mutes show it; who waits for its end is woken when it comes early, as with an inhibition
 */
export function decide(event: Event, state: State, policy: Policy, now: number): Changes {
  const draft = new Draft(state);
  switch (event.type) {
    case 'signals':
      for (const signal of event.signals) arrive(draft, signal, event, policy, now);
      break;
    case 'flush':
      flush(draft, event, policy, now);
      break;
    case 'data-gap':
      gapLasted(draft, event, policy, now);
      break;
    case 'outcome':
      record(draft, event, policy, now);
      break;
    case 'failing':
      failing(draft, event, policy, now);
      break;
    case 'silence':
      silence(draft, event, now);
      break;
    case 'expire-silence':
      expireSilence(draft, event, now);
      break;
    case 'acknowledge':
      acknowledge(draft, event, policy, now);
      break;
    case 'unacknowledge':
      unacknowledge(draft, event, policy, now);
      break;
    case 'resolve':
      resolve(draft, event, policy, now);
      break;
    case 'escalate':
      escalateNow(draft, event, policy, now);
      break;
    case 'note':
      note(draft, event, policy, now);
      break;
    case 'heard':
      heard(draft, event, policy, now);
      break;
    case 'assigned':
      assigned(draft, event, policy, now);
      break;
    case 'duty-changed':
      dutyChanged(draft, event, policy, now);
      break;
    case 'graphed':
      graphed(draft, event, now);
      break;
    case 'mute-ended':
      muteEnded(draft, event);
      break;
    case 'inhibitors-over':
      inhibitorsOver(draft, event, now);
      break;
    case 'silence-begun':
      silenceBegun(draft, event, policy, now);
      break;
    case 'wake':
      wake(draft, event, policy, now);
      break;
    case 'config-changed':
      configChanged(draft, event, policy, now);
      break;
  }
  return draft.changes();
}
