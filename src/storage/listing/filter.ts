/** Which dates and calls of a container are of interest. */
export interface RecordingFilter {
  /** First date, `YYYYMMDD`. */
  readonly from?: string;
  /** Last date, `YYYYMMDD`. */
  readonly to?: string;
  /** How the call ID begins. */
  readonly callIdStart?: string;
  /** True where that is a whole name of a folder, so that one find is enough; default: as it looks. */
  readonly isWholeName?: boolean;
}

/** True where the filter lets everything through. */
export function isEmptyFilter(filter: RecordingFilter): boolean {
  return !filter.from && !filter.to && !filter.callIdStart;
}
