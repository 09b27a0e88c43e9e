import { Mistake, quoted } from '../../../config/mistake.ts';
import { checked } from '../../../config/schema/fields.ts';
import { parseArn } from '../../../intake/aws/arn.ts';
import { consoleLink, encoded } from '../../../intake/aws/console.ts';
import { placeText, type Place } from '../aws/place.ts';
import { text } from '../aws/text-field.ts';

const FUNCTION = /^(arn:[\w-]+:lambda:[\w-]+:\d{12}:function:)?[\w-]{1,64}$/u;
const ALIAS = /^(?!\d+$)[\w-]{1,128}$/u;

/** A function, by its name or ARN; not one of its versions. */
export const functionField = checked((text) => {
  if (FUNCTION.test(text)) return;
  const hint = 'write its name or ARN, such as orders-api, without a version';
  throw new Mistake(`${quoted(text)} is not a function`, hint);
});

/** The name of an alias. Source: Lambda API Reference, UpdateAlias. */
export const aliasField = checked((text) => {
  if (ALIAS.test(text)) return;
  throw new Mistake(`${quoted(text)} is not the name of an alias`, 'write one such as live');
});

/** What was published, by its number. */
export const versionField = text((given) => {
  if (/^(\$LATEST|[1-9]\d{0,9})$/u.test(given)) return;
  throw new Mistake(`${quoted(given)} is not a version`, 'write its number, such as 41');
});

interface OfFunction extends Place {
  readonly function: string;
}

/** `orders-api`, of an ARN too. */
export function functionName({ function: named }: OfFunction): string {
  return named.split(':').at(-1) ?? named;
}

/** What limits count by, whatever is done to the function, and however it is named. */
export function functionTarget({ function: named, ...place }: OfFunction): string {
  const region = place.region ?? parseArn(named)?.region;
  return `function ${functionName({ function: named })} ${placeText({ ...place, region })}`.trim();
}

/** What patterns are held against: the name; of an ARN all of it, for it says whose function is meant. */
export function functionTargetName({ function: named }: OfFunction): string {
  return named;
}

/** @param arn of a function, of its versions or aliases */
export function functionLink(arn: string | undefined, page: string): string | undefined {
  const { region, resource = '' } = parseArn(arn) ?? {};
  const [, name = ''] = resource.split(':');
  return functionPage(region, name, page);
}

/** A page of the console. */
export function functionPage(
  region: string | undefined,
  name: string,
  page: string,
): string | undefined {
  return consoleLink(region, 'lambda/home', `#/functions/${encoded(name)}${page}`)?.url;
}
