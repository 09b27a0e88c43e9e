/** What is counted, by how such metrics are called: `Errors`, `HTTPCode_ELB_5XX_Count`, `NumberOfMessagesSent`. */
const COUNTED =
  /^(?:NumberOf|HTTPCode_|[45]XX|Count$)|(?:Errors?|Invocations|Throttles|Requests|Events|Count|Faults|Failures|Rejections|Successes|Retries|Timeouts)$/u;

/** The statistic that is meant where nobody says: what is counted is added up, what is measured is averaged. */
export function usualStatistic(metric: string): string {
  return COUNTED.test(metric) ? 'Sum' : 'Average';
}
