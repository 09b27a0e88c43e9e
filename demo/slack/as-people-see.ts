import { asObject, type Json } from '../../src/delivery/slack/limits/problem.ts';
import { renderDates, type Reader } from './dates.ts';
import { richTextAsMrkdwn } from './rich-text.ts';

/**
 * A `mrkdwn` text as Slack would show it, written so that the local Slack shows it like that: it
 * renders neither date tokens nor the entities that stand for `&`, `<` and `>`. A shown `<` is
 * followed by a zero-width space, so that escaped text does not become a link or a mention.
 *
 * Source: https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
function textAsPeopleSee(text: string, reader: Reader): string {
  return renderDates(text, reader)
    .replaceAll('&lt;', '<\u200b')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** The same for blocks, where only `mrkdwn` texts are read like that. */
export function blocksAsPeopleSee(value: unknown, reader: Reader): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => blocksAsPeopleSee(item, reader));
  const object = asObject(value);
  if (object === undefined) return value;
  if (object.type === 'mrkdwn' && typeof object.text === 'string') {
    return { ...object, text: textAsPeopleSee(object.text, reader) };
  }
  if (object.type === 'rich_text') {
    return { type: 'section', text: { type: 'mrkdwn', text: richTextAsMrkdwn(object) } };
  }
  const file = object.type === 'image' ? asObject(object.slack_file)?.id : undefined;
  if (typeof file === 'string' && reader.files !== undefined) {
    return { ...object, image_url: `${reader.files}${file}` };
  }
  return Object.fromEntries(
    Object.entries(object).map(([key, inner]) => [key, blocksAsPeopleSee(inner, reader)]),
  );
}

/** A message's arguments with its text and its blocks as people see them. */
export function asPeopleSee({ text, blocks, ...others }: Json, reader: Reader): Json {
  return {
    ...others,
    ...(typeof text === 'string' && { text: textAsPeopleSee(text, reader) }),
    ...(blocks !== undefined && { blocks: blocksAsPeopleSee(blocks, reader) }),
  };
}
