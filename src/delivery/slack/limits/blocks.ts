import { elementProblems, imageProblems } from './elements.ts';
import {
  arrayProblems,
  asObject,
  optional,
  problem,
  stringProblems,
  textProblems,
  unknownKeys,
  type Json,
  type Problem,
} from './problem.ts';

/** Why Slack would refuse the blocks of a message, in its own words. */
export interface BlocksRefusal {
  readonly error: 'invalid_blocks' | 'invalid_blocks_format' | 'msg_blocks_too_long';
  /** As in `response_metadata.messages`: `[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]`. */
  readonly messages: readonly string[];
}

/** The longest `text` of a message. Source: https://docs.slack.dev/reference/methods/chat.postMessage */
export const LONGEST_TEXT = 40_000;

/**
 * All blocks of a message together. Not documented: measured by users as about 13,200 characters of
 * JSON. Source: https://github.com/slackapi/bolt-js/issues/2509
 */
export const LONGEST_BLOCKS = 13_200;

/**
 * Checks the blocks of a message against Slack's documented limits. Block types that exist in Slack
 * and are not listed here (video, file, table …) are refused too: check them here before using them.
 *
 * Source: https://docs.slack.dev/reference/block-kit/blocks
 *
 * @param blocks the `blocks` argument, parsed from JSON.
 * @returns undefined when Slack would take them.
 */
export function refuseBlocks(blocks: unknown): BlocksRefusal | undefined {
  const problems = blockListProblems(blocks, '/blocks', { most: 50 });
  if (problems.length > 0) {
    const error = Array.isArray(blocks) ? 'invalid_blocks' : 'invalid_blocks_format';
    return { error, messages: shownProblems(problems) };
  }
  const length = JSON.stringify(blocks).length;
  return length > LONGEST_BLOCKS ? { error: 'msg_blocks_too_long', messages: [] } : undefined;
}

/** What is wrong with blocks, wherever they stand; `input` checks blocks that only views may have. */
export function blockListProblems(
  blocks: unknown,
  pointer: string,
  { most, input }: { readonly most: number; readonly input?: Check },
): Problem[] {
  if (!Array.isArray(blocks)) return [problem('must be an array', pointer)];
  const list: unknown[] = blocks;
  const checks = input === undefined ? CHECKS : { ...CHECKS, input };
  return [
    ...arrayProblems(list, pointer, 0, most),
    ...list.flatMap((block, index) => blockProblems(block, `${pointer}/${index}`, checks)),
    ...repeatedIds(list, pointer),
  ];
}

/** Problems as Slack words them: `[ERROR] must be an array [json-pointer:/blocks]`. */
export function shownProblems(problems: readonly Problem[]): string[] {
  return problems.map(({ words, pointer }) => `[ERROR] ${words} [json-pointer:${pointer}]`);
}

type Check = (block: Json, pointer: string) => Problem[];

const CHECKS: Readonly<Record<string, Check>> = {
  header: headerProblems,
  section: sectionProblems,
  context: contextProblems,
  actions: actionsProblems,
  divider: (block, pointer) => unknownKeys(block, ['type', 'block_id'], pointer),
  image: imageProblems,
  rich_text: richTextProblems,
  markdown: markdownProblems,
};

function blockProblems(value: unknown, pointer: string, checks: typeof CHECKS): Problem[] {
  const block = asObject(value);
  if (block === undefined) return [problem('must be an object', pointer)];
  const check = Object.hasOwn(checks, String(block.type)) ? checks[String(block.type)] : undefined;
  if (check === undefined) {
    return [problem(`unsupported type: ${String(block.type)}`, `${pointer}/type`)];
  }
  return [
    ...optional(block.block_id, (id) => stringProblems(id, `${pointer}/block_id`, 255)),
    ...check(block, pointer),
  ];
}

/** Source: https://docs.slack.dev/reference/block-kit/blocks/header-block */
function headerProblems(block: Json, pointer: string): Problem[] {
  return [
    ...unknownKeys(block, ['type', 'block_id', 'text'], pointer),
    ...textProblems(block.text, `${pointer}/text`, 150, ['plain_text']),
  ];
}

/** Source: https://docs.slack.dev/reference/block-kit/blocks/section-block */
function sectionProblems(block: Json, pointer: string): Problem[] {
  const fields = block.fields;
  const anything = block.text !== undefined || fields !== undefined;
  return [
    ...unknownKeys(block, ['type', 'block_id', 'text', 'fields', 'accessory', 'expand'], pointer),
    ...(anything ? [] : [problem('missing required field: text or fields', pointer)]),
    ...optional(block.text, (text) =>
      textProblems(text, `${pointer}/text`, 3000, ['plain_text', 'mrkdwn']),
    ),
    ...optional(fields, () => arrayProblems(fields, `${pointer}/fields`, 1, 10)),
    ...(Array.isArray(fields) ? fields : []).flatMap((field: unknown, index) =>
      textProblems(field, `${pointer}/fields/${index}`, 2000, ['plain_text', 'mrkdwn']),
    ),
    ...optional(block.accessory, (accessory) =>
      elementProblems(accessory, `${pointer}/accessory`, ['image', ...MULTI_SELECTS]),
    ),
  ];
}

const MULTI_SELECTS = ['static', 'external', 'users', 'conversations', 'channels'].map(
  (kind) => `multi_${kind}_select`,
);

/** Source: https://docs.slack.dev/reference/block-kit/blocks/context-block */
function contextProblems(block: Json, pointer: string): Problem[] {
  return [
    ...unknownKeys(block, ['type', 'block_id', 'elements'], pointer),
    ...arrayProblems(block.elements, `${pointer}/elements`, 1, 10),
    ...elements(block).flatMap((element, index) => {
      const at = `${pointer}/elements/${index}`;
      const object = asObject(element);
      return object?.type === 'image'
        ? imageProblems(object, at)
        : textProblems(element, at, 3000, ['plain_text', 'mrkdwn']);
    }),
  ];
}

/** Source: https://docs.slack.dev/reference/block-kit/blocks/actions-block */
function actionsProblems(block: Json, pointer: string): Problem[] {
  const ids = elements(block).map((element) => asObject(element)?.action_id);
  return [
    ...unknownKeys(block, ['type', 'block_id', 'elements'], pointer),
    ...arrayProblems(block.elements, `${pointer}/elements`, 1, 25),
    ...elements(block).flatMap((element, index) =>
      elementProblems(element, `${pointer}/elements/${index}`),
    ),
    ...repeats(ids).map((index) =>
      problem(
        `\`action_id\` "${String(ids[index])}" already exists in this block`,
        `${pointer}/elements/${index}/action_id`,
      ),
    ),
  ];
}

/**
 * Only the frame is checked: which elements, each with its own list.
 * Source: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
 */
function richTextProblems(block: Json, pointer: string): Problem[] {
  const kinds = ['section', 'list', 'preformatted', 'quote'].map((kind) => `rich_text_${kind}`);
  return [
    ...unknownKeys(block, ['type', 'block_id', 'elements'], pointer),
    ...(Array.isArray(block.elements) ? [] : [problem('must be an array', `${pointer}/elements`)]),
    ...elements(block).flatMap((value, index) => {
      const element = asObject(value);
      const at = `${pointer}/elements/${index}`;
      if (element === undefined || !kinds.includes(String(element.type))) {
        return [problem(`unsupported type: ${String(element?.type)}`, `${at}/type`)];
      }
      if (Array.isArray(element.elements)) return [];
      return [problem('must be an array', `${at}/elements`)];
    }),
  ];
}

/** Source: https://docs.slack.dev/reference/block-kit/blocks/markdown-block */
function markdownProblems(block: Json, pointer: string): Problem[] {
  return [
    ...unknownKeys(block, ['type', 'block_id', 'text'], pointer),
    ...stringProblems(block.text, `${pointer}/text`, 12_000),
  ];
}

function elements(block: Json): readonly unknown[] {
  return Array.isArray(block.elements) ? block.elements : [];
}

function repeatedIds(blocks: readonly unknown[], pointer: string): Problem[] {
  const ids = blocks.map((block) => asObject(block)?.block_id);
  return repeats(ids).map((index) =>
    problem(`\`block_id\` "${String(ids[index])}" already exists`, `${pointer}/${index}/block_id`),
  );
}

/** The positions of values that came before. */
function repeats(values: readonly unknown[]): number[] {
  return values.flatMap((value, index) =>
    value !== undefined && values.indexOf(value) < index ? [index] : [],
  );
}
