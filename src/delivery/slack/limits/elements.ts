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

/** Interactive elements we check by kind only; the ones the bot uses are checked in full below. */
const OTHER_INTERACTIVE = [
  'external_select',
  'users_select',
  'conversations_select',
  'channels_select',
  'checkboxes',
  'radio_buttons',
  'datepicker',
  'timepicker',
  'datetimepicker',
];

/**
 * An element of an actions block or an accessory of a section.
 * Source: https://docs.slack.dev/reference/block-kit/block-elements
 */
export function elementProblems(
  value: unknown,
  pointer: string,
  extra: readonly string[] = [],
): Problem[] {
  const element = asObject(value);
  if (element === undefined) return [problem('must be an object', pointer)];
  const type = String(element.type);
  if (extra.includes(type) && type === 'image') return imageProblems(element, pointer);
  const checks: Readonly<Record<string, (element: Json, pointer: string) => Problem[]>> = {
    button: buttonProblems,
    overflow: overflowProblems,
    static_select: selectProblems,
  };
  const check = checks[type];
  if (check === undefined && !OTHER_INTERACTIVE.includes(type) && !extra.includes(type)) {
    return [problem(`unsupported type: ${type}`, `${pointer}/type`)];
  }
  return [
    ...optional(element.action_id, (id) => stringProblems(id, `${pointer}/action_id`, 255)),
    ...(check === undefined ? [] : check(element, pointer)),
  ];
}

/** Source: https://docs.slack.dev/reference/block-kit/block-elements/image-element */
export function imageProblems(image: Json, pointer: string): Problem[] {
  return [
    ...unknownKeys(
      image,
      ['type', 'block_id', 'image_url', 'slack_file', 'alt_text', 'title'],
      pointer,
    ),
    ...stringProblems(image.alt_text, `${pointer}/alt_text`, 2000),
    ...(image.slack_file === undefined
      ? stringProblems(image.image_url, `${pointer}/image_url`, 3000)
      : []),
    ...optional(image.title, (title) =>
      textProblems(title, `${pointer}/title`, 2000, ['plain_text']),
    ),
  ];
}

/** Source: https://docs.slack.dev/reference/block-kit/block-elements/button-element */
function buttonProblems(button: Json, pointer: string): Problem[] {
  const known = ['type', 'text', 'action_id', 'url', 'value', 'style', 'confirm'];
  return [
    ...unknownKeys(button, [...known, 'accessibility_label'], pointer),
    ...textProblems(button.text, `${pointer}/text`, 75, ['plain_text']),
    ...optional(button.value, (value) => stringProblems(value, `${pointer}/value`, 2000)),
    ...optional(button.url, (url) => stringProblems(url, `${pointer}/url`, 3000)),
    ...optional(button.accessibility_label, (label) =>
      stringProblems(label, `${pointer}/accessibility_label`, 75),
    ),
    ...optional(button.style, (style) =>
      style === 'primary' || style === 'danger'
        ? []
        : [problem('must be a valid enum value', `${pointer}/style`)],
    ),
    ...optional(button.confirm, (confirm) => confirmProblems(confirm, `${pointer}/confirm`)),
  ];
}

/** Source: https://docs.slack.dev/reference/block-kit/block-elements/overflow-menu-element */
function overflowProblems(menu: Json, pointer: string): Problem[] {
  return [
    ...unknownKeys(menu, ['type', 'action_id', 'options', 'confirm'], pointer),
    ...arrayProblems(menu.options, `${pointer}/options`, 1, 5),
    ...optionListProblems(menu.options, `${pointer}/options`),
    ...optional(menu.confirm, (confirm) => confirmProblems(confirm, `${pointer}/confirm`)),
  ];
}

/** Source: https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element */
function selectProblems(select: Json, pointer: string): Problem[] {
  return [
    ...optional(select.placeholder, (text) =>
      textProblems(text, `${pointer}/placeholder`, 150, ['plain_text']),
    ),
    ...(select.option_groups === undefined
      ? [
          ...arrayProblems(select.options, `${pointer}/options`, 1, 100),
          ...optionListProblems(select.options, `${pointer}/options`),
        ]
      : arrayProblems(select.option_groups, `${pointer}/option_groups`, 1, 100)),
    ...optional(select.confirm, (confirm) => confirmProblems(confirm, `${pointer}/confirm`)),
  ];
}

/** Source: https://docs.slack.dev/reference/block-kit/composition-objects/option-object */
function optionListProblems(options: unknown, pointer: string): Problem[] {
  if (!Array.isArray(options)) return [];
  return options.flatMap((value: unknown, index) => {
    const at = `${pointer}/${index}`;
    const option = asObject(value);
    if (option === undefined) return [problem('must be an object', at)];
    return [
      ...textProblems(option.text, `${at}/text`, 75, ['plain_text']),
      ...stringProblems(option.value, `${at}/value`, 150),
      ...optional(option.description, (text) =>
        textProblems(text, `${at}/description`, 75, ['plain_text']),
      ),
      ...optional(option.url, (url) => stringProblems(url, `${at}/url`, 3000)),
    ];
  });
}

/** Source: https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object */
function confirmProblems(value: unknown, pointer: string): Problem[] {
  const confirm = asObject(value);
  if (confirm === undefined) return [problem('must be an object', pointer)];
  return [
    ...textProblems(confirm.title, `${pointer}/title`, 100, ['plain_text']),
    ...textProblems(confirm.text, `${pointer}/text`, 300, ['plain_text', 'mrkdwn']),
    ...textProblems(confirm.confirm, `${pointer}/confirm`, 30, ['plain_text']),
    ...textProblems(confirm.deny, `${pointer}/deny`, 30, ['plain_text']),
  ];
}
