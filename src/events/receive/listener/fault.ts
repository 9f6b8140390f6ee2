/** What a listener answers instead of taking an event, so that a sender's retries can be watched. */
export interface ListenerFault {
  /** Default: the event is taken and answered with 200. */
  readonly status?: number;
  /** How long an answer waits, in ms; default: 0. */
  readonly delayMs?: number;
  /** Refuses every n-th delivery; default: each. */
  readonly every?: number;
}

/** The status with which a delivery is refused; undefined where it is taken. @param number of the delivery, from 1 */
export function faultStatus(fault: ListenerFault | undefined, number: number): number | undefined {
  if (fault?.status === undefined) return undefined;
  return number % (fault.every ?? 1) === 0 ? fault.status : undefined;
}
