import { S3ServiceException, type S3Client } from '@aws-sdk/client-s3';
import { visible } from '../../../alert/visible.ts';
import { DataProblem, type DataProblemKind } from '../problem.ts';

export interface Asked {
  readonly s3: S3Client;
  readonly address: string;
  /** As policies name it, without `s3:`. */
  readonly action: 'ListBucket' | 'GetObject';
}

/** Why S3 did not give what it was asked for. */
export async function s3Problem(
  error: unknown,
  { s3, address, action }: Asked,
): Promise<DataProblem> {
  if (error instanceof DataProblem) return error;
  const says = (kind: DataProblemKind, what: string, mend: string) =>
    new DataProblem(kind, what, mend);
  if (!(error instanceof S3ServiceException)) {
    const why = error instanceof Error ? visible(error.message) : String(error);
    if (error instanceof Error && error.name === 'CredentialsProviderError') {
      const what = `There are no credentials of AWS's to read ${address} with.`;
      return says('no-permission', what, 'Give this process a role, or AWS_PROFILE.');
    }
    if (/^Region (?:is missing|not accepted)/u.test(why)) {
      const what = `Nobody says in which region ${address} is.`;
      return says(
        'wrong-address',
        what,
        'Set AWS_REGION, or the region of the model in the config.',
      );
    }
    const what = `${address} can't be read: ${why}.`;
    return says('unreachable', what, 'Look whether S3 is reached over the network, and try again.');
  }
  const { name } = error;
  const status = error.$metadata.httpStatusCode;
  if (name === 'NoSuchBucket') {
    const what = `There is no bucket at ${address}.`;
    return says('nothing-there', what, 'Look at the name of the bucket.');
  }
  if (status === 301 || name === 'AuthorizationHeaderMalformed') {
    const asked = await s3.config.region();
    const its = error.$response?.headers['x-amz-bucket-region'];
    const what = `The bucket of ${address} is not in ${asked}${its === undefined ? '' : ` but in ${its}`}.`;
    return says('wrong-address', what, `Write its region${its === undefined ? '' : `: ${its}`}.`);
  }
  if (status === 404) {
    const what = `${address} is gone: it was listed a moment ago.`;
    return says('nothing-there', what, 'Read objects that nobody removes meanwhile.');
  }
  if (status === 412) {
    const what = `${address} was written again while it was read.`;
    return says('unreadable', what, 'Read it when it is written.');
  }
  if (status === 403) {
    const what = `s3:${action} is not allowed for ${address}: ${visible(error.message)}.`;
    return says('no-permission', what, `Allow s3:${action} in the policy of the role that reads.`);
  }
  if (status !== undefined && status >= 500) {
    const what = `S3 does not give ${address}: HTTP ${status}.`;
    return says('unreachable', what, 'Try again in a minute.');
  }
  const what = `S3 refuses ${address}: ${visible(`${name}, ${error.message}`)}.`;
  return says('unreadable', what, 'Look at the address.');
}
