import { parseArn } from './arn.ts';
import { partitionOfRegion } from './partition.ts';

/**
 * Places in the names AWS shows for its regions ("EU (Ireland)", "EU - Ireland", "Europe (Ireland)").
 * Only the place is looked at, because the words around it have changed over the years.
 * Source: AWS General Reference, "AWS service endpoints", region names.
 */
const REGION_BY_PLACE: readonly (readonly [place: string, region: string])[] = [
  ['virginia', 'us-east-1'],
  ['ohio', 'us-east-2'],
  ['california', 'us-west-1'],
  ['oregon', 'us-west-2'],
  ['cape town', 'af-south-1'],
  ['hong kong', 'ap-east-1'],
  ['taipei', 'ap-east-2'],
  ['mumbai', 'ap-south-1'],
  ['hyderabad', 'ap-south-2'],
  ['singapore', 'ap-southeast-1'],
  ['sydney', 'ap-southeast-2'],
  ['jakarta', 'ap-southeast-3'],
  ['melbourne', 'ap-southeast-4'],
  ['malaysia', 'ap-southeast-5'],
  ['new zealand', 'ap-southeast-6'],
  ['thailand', 'ap-southeast-7'],
  ['tokyo', 'ap-northeast-1'],
  ['seoul', 'ap-northeast-2'],
  ['osaka', 'ap-northeast-3'],
  ['canada central', 'ca-central-1'],
  ['montreal', 'ca-central-1'],
  ['calgary', 'ca-west-1'],
  ['beijing', 'cn-north-1'],
  ['ningxia', 'cn-northwest-1'],
  ['frankfurt', 'eu-central-1'],
  ['zurich', 'eu-central-2'],
  ['ireland', 'eu-west-1'],
  ['london', 'eu-west-2'],
  ['paris', 'eu-west-3'],
  ['milan', 'eu-south-1'],
  ['spain', 'eu-south-2'],
  ['stockholm', 'eu-north-1'],
  ['tel aviv', 'il-central-1'],
  ['bahrain', 'me-south-1'],
  ['uae', 'me-central-1'],
  ['mexico central', 'mx-central-1'],
  ['sao paulo', 'sa-east-1'],
  ['sao paolo', 'sa-east-1'],
  ['govcloud us west', 'us-gov-west-1'],
  ['govcloud us east', 'us-gov-east-1'],
  ['govcloud us', 'us-gov-west-1'],
  ['sovereign cloud germany', 'eusc-de-east-1'],
];

/** The code of the region AWS shows under a name; a name nobody knows becomes a slug of itself. */
export function regionFromName(name: string): string {
  const trimmed = name.trim();
  if (partitionOfRegion(trimmed) !== undefined) return trimmed;
  const words = plainWords(trimmed);
  const known = REGION_BY_PLACE.find(([place]) => words === place || words.endsWith(` ${place}`));
  return known?.[1] ?? words.replaceAll(' ', '-');
}

function plainWords(text: string): string {
  return text
    .slice(0, 100)
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, ' ')
    .trim();
}

/** The region in the first of some ARNs that has one. */
export function regionFromArns(...arns: readonly (string | undefined)[]): string | undefined {
  return firstOf(arns, 'region');
}

/** The account in the first of some ARNs that has one. */
export function accountFromArns(...arns: readonly (string | undefined)[]): string | undefined {
  return firstOf(arns, 'account');
}

function firstOf(
  arns: readonly (string | undefined)[],
  part: 'region' | 'account',
): string | undefined {
  for (const arn of arns) {
    const found = parseArn(arn)?.[part];
    if (found !== undefined && found !== '') return found;
  }
  return undefined;
}
