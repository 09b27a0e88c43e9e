import { escape } from '../../delivery/slack/mrkdwn.ts';
import type { Incident } from '../../engine/ports/incidents.ts';
import type { Answer } from '../answer.ts';
import { wordAbout } from '../words.ts';
import { headingOf } from './words.ts';

/**
 * That an incident is open, and where its card comes.
 *
 * @param more what else is to be known of it, a sentence each
 */
export function openedAnswer(incident: Incident, ...more: readonly string[]): Answer {
  const { channel } = incident;
  const where = channel.startsWith('#') ? escape(channel) : `<#${channel}>`;
  return wordAbout(`Open: ${headingOf(incident)}.`, `Its card comes in ${where}.`, ...more);
}
